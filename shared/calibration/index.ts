export { BACK_TEST, type Calibrated, errorWords, fittedNodes, matchFits, withFits } from './apply.ts';
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
export { costOf, type FittedCost, fitCost } from './cost.ts';
export { FEWEST_MEASURED, type FittedModel, fitModels, fittingModels } from './fit.ts';
export { type IncidentWindow, type RecordedIncident, recordedIncident, recordingIncident } from './incident.ts';
export {
  modelConfig,
  PREDICTED_FAILURES,
  RECORDED_MODEL,
  type RecordedPolicy,
  recordedPolicy,
  withRecordedModel,
} from './recorded-policy.ts';
