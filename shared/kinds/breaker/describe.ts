import { failureSetChange } from '../failure-set.ts';
import type { Describe } from '../kind.ts';
import { durationText, numberText, percentText, plural, sentencesFor } from '../words.ts';
import type { BreakerConfig } from './config.ts';

export const breakerDescribe: Describe<BreakerConfig> = {
  changes: sentencesFor<BreakerConfig>({
    tripRule: (_now, _was, config, previous) => `opens after ${tripText(config)} (was ${tripText(previous)})`,
    failureCount: (now, was, config) =>
      `${config.tripRule === 'rate' ? 'would, if it counted, open' : 'opens'} after ${plural(now, 'failure')}${config.tripRule === 'consecutive' ? ' in a row' : ''} ${windowText(config)} (was ${numberText(was)})`,
    failureRatio: (now, was) => `opens when ${percentText(now)} of calls fail (was ${percentText(was)})`,
    minimumCalls: (now, was) => `looks at the share of failures from ${plural(now, 'call')} on (was ${numberText(was)})`,
    threshold: (now) => (now === 'exceeded' ? 'opens only beyond its threshold (opened at it)' : 'opens at its threshold (only beyond it)'),
    judgedOn: (now) => (now === 'failures' ? 'opens on failures only (on any result)' : 'opens on any result (on failures only)'),
    shareOf: (now) =>
      now === 'calls'
        ? 'takes the share of all calls, rejected ones too (was of results)'
        : 'takes the share of results (was of all calls)',
    slowCallMs: (now, was) =>
      `${now === 0 ? 'counts no call as slow' : `counts calls over ${durationText(now)} as slow`} (was ${was === 0 ? 'none' : `over ${durationText(was)}`})`,
    slowCallRatio: (now, was) => `opens when ${percentText(now)} of calls are slow (was ${percentText(was)})`,
    windowKind: (_now, _was, config, previous) => `remembers ${memoryText(config)} (was ${memoryText(previous)})`,
    windowMs: (now, was) => `counts over ${durationText(now)} (was ${durationText(was)})`,
    windowCalls: (now, was) => `remembers the last ${plural(now, 'call')} (was ${numberText(was)})`,
    windowBuckets: (now, was) => `cuts its window into ${plural(now, 'part')} (was ${numberText(was)})`,
    windowAtClose: (now, was) => `${CLOSING[now]} when it closes (${CLOSING[was]})`,
    openForMs: (now, was) => `tries again after ${durationText(now)} (was ${durationText(was)})`,
    openEnds: (now, was) => `tries again ${ENDS[now]} (was ${ENDS[was]})`,
    openEndsWhen: (now) =>
      now === 'passed'
        ? 'rejects a call at exactly the end of its recovery (let it through)'
        : 'lets a call at exactly the end of its recovery through (rejected it)',
    intervalMs: (now, was) => `looks every ${durationText(now)} whether its recovery is over (was ${durationText(was)})`,
    openGrowth: (now, was) => `recovers ${GROWTH[now]} (was ${GROWTH[was]})`,
    longestOpenMs: (now, was) => `stays open for at most ${durationText(now)} (was ${durationText(was)})`,
    opensAtOnceOn: (now, was) => failureSetChange(now, was, 'opens at once on'),
    honoursRetryAfter: (now) => (now ? 'stays open as long as Retry-After says (did not)' : 'pays no heed to Retry-After (did)'),
    failureWhileOpen: (now) =>
      now === 'restarts' ? 'starts its recovery again on a late failure (did not)' : 'lets no late failure start its recovery again (did)',
    halfOpen: (now, was) => `after recovery ${HALF_OPEN_WORDS[now]} (was: ${HALF_OPEN_WORDS[was]})`,
    trialRule: (_now, _was, config, previous) => `closes after ${trialText(config)} (was ${trialText(previous)})`,
    closeAfterSuccesses: (now, was, config) =>
      `closes after ${plural(now, 'success', 'successes')}${config.trialRule === 'in-a-row' ? ' in a row' : ''} (was ${numberText(was)})`,
    trialCalls: (now, was) => `lets ${plural(now, 'trial call')} through (was ${numberText(was)})`,
    opensAfterGivenUp: (now, was) =>
      now === 0
        ? `lets given-up trials decide nothing (${plural(was, 'trial')} before)`
        : `opens again after ${plural(now, 'given-up trial')} in succession (was ${was === 0 ? 'never' : numberText(was)})`,
    trialTimeoutMs: (now, was) =>
      now === 0
        ? `waits for a trial without limit (was ${durationText(was)})`
        : `counts a trial as failed after ${durationText(now)} (was ${was === 0 ? 'without limit' : durationText(was)})`,
    lateResponses: (now, was) => `${LATE[now].now} late replies${LATE[now].where} (${LATE[was].was} them${LATE[was].where})`,
    countsAs: (now, was) => failureSetChange(now, was, 'counts'),
    otherFailures: (now, was) => `any other failure ${OTHERS[now]} (${OTHERS[was]})`,
    mode: (now) => (now === 'active' ? 'rejects calls while open (only watched)' : 'only watches and rejects nothing (was active)'),
  }),
};

const CLOSING = { clear: 'forgets everything', 'keep-last': 'keeps only the last trial', keep: 'keeps everything' } as const;
const ENDS = { call: 'with the next call', timer: 'by itself', interval: 'at the next interval' } as const;
const GROWTH = {
  none: 'for the same time at every opening',
  linear: 'for n times as long at the n-th opening',
  doubling: 'for twice as long at every opening',
} as const;
const HALF_OPEN_WORDS = {
  reject: 'tries a few calls and rejects the others',
  wait: 'tries a few calls and lets the others wait',
  none: 'takes full traffic at once',
} as const;
const LATE = {
  discard: { now: 'discards', was: 'discarded', where: '' },
  count: { now: 'counts', was: 'counted', where: '' },
  window: { now: 'counts', was: 'counted', where: ' in the window only' },
} as const;
const OTHERS = { ignore: 'decides nothing', success: 'is a success', 'trial-success': 'is a success as a trial only' } as const;

function tripText(config: BreakerConfig): string {
  const beyond = config.threshold === 'exceeded' ? 'more than ' : '';
  if (config.tripRule === 'rate') {
    return `${beyond}${percentText(config.failureRatio)} failures of at least ${plural(config.minimumCalls, 'call')} ${windowText(config)}`;
  }
  return `${beyond}${plural(config.failureCount, 'failure')}${config.tripRule === 'consecutive' ? ' in a row' : ''} ${windowText(config)}`;
}

function windowText(config: BreakerConfig): string {
  if (config.windowKind === 'none') return 'since it closed';
  return config.windowKind === 'calls' ? `among ${plural(config.windowCalls, 'call')}` : `in ${durationText(config.windowMs)}`;
}

function memoryText(config: BreakerConfig): string {
  const length = durationText(config.windowMs);
  switch (config.windowKind) {
    case 'sliding':
      return `the last ${length} exactly`;
    case 'calls':
      return `the last ${plural(config.windowCalls, 'call')}`;
    case 'buckets':
      return `the last ${length} in ${plural(config.windowBuckets, 'part')} of the clock`;
    case 'call-buckets':
      return `the last ${length} in ${plural(config.windowBuckets, 'part')} begun by calls`;
    case 'tumbling':
      return `${length} at a time, begun by a call`;
    case 'calendar':
      return `${length} of the clock at a time`;
    case 'none':
      return 'everything since it closed';
  }
}

function trialText(config: BreakerConfig): string {
  switch (config.trialRule) {
    case 'in-a-row':
      return `${plural(config.closeAfterSuccesses, 'success', 'successes')} in a row`;
    case 'capacity':
      return `${plural(config.closeAfterSuccesses, 'success', 'successes')} of ${numberText(config.trialCalls)}`;
    case 'rate':
      return `${plural(config.trialCalls, 'trial')} of which less than ${percentText(config.failureRatio)} fail`;
  }
}
