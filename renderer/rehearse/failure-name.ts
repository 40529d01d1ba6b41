import { type FailureClass, failureInfo } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

/** null = all classes that have no line of their own. */
export const failureName = (failure: FailureClass | null): string =>
  failure === null ? words.results.charts.failures.others : failureInfo(failure).label;
