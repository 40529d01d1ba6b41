export { Dictionary } from './dictionary.ts';
export type { LivePlan } from './live-kernel.ts';
export { type LiveModelPlan, liveModel } from './live-model.ts';
export type { LiveEnd, LiveRequest, RequestListener } from './live-request.ts';
export { createLiveRun, type LiveRun } from './live-run.ts';
export {
  QUESTION_COLUMN,
  type ServeChoices,
  type ServedEntry,
  type ServedModel,
  type ServedPolicy,
  servedPolicy,
} from './served-policy.ts';
export type { Answer, AnswerToCheck, Attempt, Upstream, UpstreamReply } from './upstream.ts';
