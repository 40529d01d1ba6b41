import { type Finding, failureInfo, type Policy, type Scenario, type ScenarioEvent } from '../model/index.ts';
import { checkTarget, type Report } from './check-target.ts';

/**
 * Events that cannot do what they say, found before a run. `path` leads into the scenario: ['events', i, field].
 * An error means that the event names something that is not there; a warning that it changes less than it seems to.
 */
export function checkScenario(scenario: Scenario, policy: Policy, trafficDurationMs: number): Finding[] {
  const findings: Finding[] = [];
  scenario.events.forEach((event, index) => {
    const report = (rule: string, severity: Finding['severity'], field: string, message: string) =>
      findings.push({ rule: `scenario/${rule}`, severity, path: ['events', index, field], message: `“${event.name}” ${message}` });

    checkTarget(event, policy, report);
    checkFailure(event, report);
    checkTimes(event, trafficDurationMs, report);
    if (isWithoutEffect(event)) report('no-effect', 'warning', 'effect', 'changes nothing as it is set; raise its amount or remove it.');
  });
  return findings;
}

function checkTimes(event: ScenarioEvent, trafficDurationMs: number, report: Report): void {
  if (event.durationMs > 0 && event.startMs > trafficDurationMs) {
    report(
      'after-traffic',
      'warning',
      'startMs',
      `starts at ${clock(event.startMs)}, after the traffic has ended (${clock(trafficDurationMs)}); start it earlier or choose longer traffic.`,
    );
  }
  if (event.rampUpMs + event.rampDownMs > event.durationMs) {
    report(
      'ramps-too-long',
      'warning',
      'rampUpMs',
      `needs ${clock(event.rampUpMs + event.rampDownMs)} for its ramps but lasts only ${clock(event.durationMs)}, so it never reaches its full effect; shorten the ramps or lengthen the event.`,
    );
  }
}

function checkFailure({ effect }: ScenarioEvent, report: Report): void {
  if (effect.kind !== 'outage' && effect.kind !== 'error-rate') return;
  if (effect.retryAfterMs === undefined || HINTED_STATUSES.has(failureInfo(effect.failure).httpStatus)) return;
  report(
    'hint-unheard',
    'warning',
    'effect',
    `says when to come back, but a failure of the class “${failureInfo(effect.failure).label}” carries no such hint in practice; leave the hint out or choose a rate limit.`,
  );
}

/** Statuses with which providers send Retry-After (RFC 9110, 10.2.3, and RFC 6585, 4). */
const HINTED_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503]);

function isWithoutEffect({ effect, durationMs }: ScenarioEvent): boolean {
  if (durationMs === 0) return true;
  switch (effect.kind) {
    case 'outage':
    case 'quality-loss':
    case 'endless-loop':
      return effect.share === 0;
    case 'capacity':
      return effect.share === 1;
    case 'error-rate':
    case 'flaw-rate':
      return effect.rate === 0;
    case 'latency':
    case 'answer-length':
    case 'price':
    case 'conversation-growth':
    case 'surge':
      return effect.multiplier === 1;
    case 'latency-tail':
      return effect.share === 0 || effect.multiplier === 1;
    case 'rate-limit':
      return false;
  }
}

/** 20:00 or 1:05:00; part of a second is shown as it is. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 100) / 10;
  const pad = (value: number) => (value < 10 ? `0${value}` : `${value}`);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = pad(Math.round((seconds % 60) * 10) / 10);
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}
