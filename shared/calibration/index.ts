export {
  type BackTest,
  backTest,
  type Checked,
  FITTED_SHARE,
  type RecordedFigures,
  recordedFigures,
  sliceTraffic,
  splitTraffic,
} from './back-test.ts';
export { FEWEST_MEASURED, type FittedModel, fitModels } from './fit.ts';
export {
  modelConfig,
  PREDICTED_FAILURES,
  RECORDED_MODEL,
  type RecordedPolicy,
  recordedPolicy,
  withRecordedModel,
} from './recorded-policy.ts';
