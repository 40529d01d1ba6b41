import type { Finding, Policy, Scenario, ScenarioEvent } from '../model/index.ts';

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
    checkTimes(event, trafficDurationMs, report);
    if (isWithoutEffect(event)) report('no-effect', 'warning', 'effect', 'changes nothing as it is set; raise its amount or remove it.');
  });
  return findings;
}

type Report = (rule: string, severity: Finding['severity'], field: string, message: string) => void;

function checkTarget(event: ScenarioEvent, policy: Policy, report: Report): void {
  const { target, effect } = event;
  if (effect.kind === 'surge' && target.kind !== 'traffic') {
    report(
      'surge-needs-traffic',
      'error',
      'target',
      'multiplies arrivals, but is aimed at a provider and would do nothing; aim it at the traffic.',
    );
  }
  if (effect.kind !== 'surge' && target.kind === 'traffic') {
    report('effect-needs-provider', 'error', 'target', 'is aimed at the traffic, which it cannot change; aim it at a provider or a model.');
  }
  if (target.kind === 'primary-provider' && policy.providers.length === 0) {
    report(
      'no-provider',
      'warning',
      'target',
      'is aimed at the provider of the first model, but this policy has no provider; it changes nothing.',
    );
  }
  if (target.kind !== 'provider' && target.kind !== 'model') return;
  const provider = policy.providers.find(({ id }) => id === target.providerId);
  if (provider === undefined) {
    const known = policy.providers.map(({ id }) => id).join(', ') || 'none';
    report(
      'unknown-provider',
      'error',
      'target',
      `is aimed at provider “${target.providerId}”, which this policy does not have; choose one of: ${known}.`,
    );
  } else if (target.kind === 'model' && !provider.models.some(({ name }) => name === target.model)) {
    const known = provider.models.map(({ name }) => name).join(', ') || 'none';
    report(
      'unknown-model',
      'error',
      'target',
      `is aimed at model “${target.model}”, which ${provider.name} does not offer in this policy; choose one of: ${known}.`,
    );
  }
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

function isWithoutEffect({ effect, durationMs }: ScenarioEvent): boolean {
  if (durationMs === 0) return true;
  switch (effect.kind) {
    case 'outage':
      return effect.share === 0;
    case 'error-rate':
      return effect.rate === 0;
    case 'latency':
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
