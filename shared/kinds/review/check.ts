import type { Finding } from '../../model/index.ts';
import type { Check } from '../kind.ts';
import { durationText, numberText } from '../words.ts';
import type { ReviewConfig } from './config.ts';
import { hoursWords } from './face.ts';
import { longestBreakMs, workHoursOf } from './work-hours.ts';

export const reviewCheck: Check<ReviewConfig> = {
  rules: {
    'review/promise-shorter-than-case': 'warning',
    'review/approves-unseen': 'warning',
    'review/waits-through-closed-hours': 'info',
    'review/gives-up-before-opening': 'info',
  },
  run(config, node) {
    const findings: Finding[] = [];
    const found = (rule: string, severity: Finding['severity'], key: keyof ReviewConfig, message: string) =>
      findings.push({ rule: `review/${rule}`, severity, nodeId: node.id, path: [key], message });
    if (config.slaMs < config.minutesPerCase * 60_000) {
      found(
        'promise-shorter-than-case',
        'warning',
        'slaMs',
        `${node.name} promises a decision within ${durationText(config.slaMs)}, but a case alone takes ${numberText(config.minutesPerCase)} min on average, so many are late even when nobody waits. Promise more time.`,
      );
    }
    if (config.patienceShape !== 'endless' && config.whenTooLate === 'approve') {
      found(
        'approves-unseen',
        'warning',
        'whenTooLate',
        `${node.name} approves what nobody took in time, so the fuller the queue the less is reviewed. Decline, or fail and let a fallback answer.`,
      );
    }
    const closedMs = longestBreakMs(workHoursOf(config));
    if (closedMs > 0 && config.patienceShape === 'endless') {
      found(
        'waits-through-closed-hours',
        'info',
        'patienceShape',
        `Nobody is at work outside ${hoursWords(config)}, and cases at ${node.name} wait without end, up to ${durationText(closedMs)} for the doors to open. Set a patience if the caller cannot wait that long.`,
      );
    } else if (closedMs > config.patienceMs && config.patienceShape !== 'endless') {
      found(
        'gives-up-before-opening',
        'info',
        'patienceMs',
        `Outside ${hoursWords(config)} a case waits at ${node.name} for up to ${durationText(closedMs)}, longer than its patience of ${durationText(config.patienceMs)}, so most of those cases are given up. Widen the hours, or answer them in another way.`,
      );
    }
    return findings;
  },
};
