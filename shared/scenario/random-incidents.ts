import { hashOf, normalQuantile, threefry, toUniform } from '../dice/index.ts';
import type { FailureClass, ScenarioEvent, ScenarioTarget } from '../model/index.ts';

/**
 * Incidents at random, as long and as frequent as a provider's public status page says they were (2021–2025). What a status page never says is
 * how many calls failed meanwhile: that share is set by whoever draws.
 */
export interface IncidentRecord {
  readonly id: 'openai' | 'anthropic';
  readonly name: string;
  readonly incidents: number;
  readonly medianDurationMs: number;
  readonly p90DurationMs: number;
  /** Between the starts of two incidents. */
  readonly medianIntervalMs: number;
  /** Share of all time that lay inside an incident of the API. */
  readonly shareOfTime: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Public status pages of the two providers, all incidents from 2021 to 2025. */
export const INCIDENT_RECORDS: readonly IncidentRecord[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    incidents: 374,
    medianDurationMs: 79 * MINUTE_MS,
    p90DurationMs: 332 * MINUTE_MS,
    medianIntervalMs: 28.5 * HOUR_MS,
    shareOfTime: 0.0415,
  },
  {
    id: 'anthropic',
    name: 'Anthropic',
    incidents: 192,
    medianDurationMs: 70 * MINUTE_MS,
    p90DurationMs: 379 * MINUTE_MS,
    medianIntervalMs: 23.1 * HOUR_MS,
    shareOfTime: 0.0365,
  },
];

export interface IncidentDraw {
  readonly record: IncidentRecord;
  readonly target: ScenarioTarget;
  /** `as-they-come`: from the published intervals, perhaps none. `one`: a single one that begins somewhere in the traffic, in its first two thirds. */
  readonly occurrence: 'as-they-come' | 'one';
  /** Of the traffic. */
  readonly durationMs: number;
  /** Share of calls that fail, 0..1: assumed. */
  readonly share: number;
  readonly failure: FailureClass;
  /** Of each incident's length, 0..0.5: how long it takes to set in, and to go. */
  readonly rampShare: number;
  readonly seed: number;
}

/** Both are log-normal: two published figures settle each. */
interface Shape {
  readonly medianMs: number;
  readonly sigma: number;
}

const Z90 = normalQuantile(0.9);

export const durationShape = (record: IncidentRecord): Shape => ({
  medianMs: record.medianDurationMs,
  sigma: Math.log(record.p90DurationMs / record.medianDurationMs) / Z90,
});

const meanMs = ({ medianMs, sigma }: Shape): number => medianMs * Math.exp(sigma ** 2 / 2);

/**
 * The median interval is published and the mean follows from the share of time in an incident, which is mean duration over mean interval. The mean
 * is far above the median: incidents come in clusters, with long calm between them, and an exponential would miss that.
 */
export function intervalShape(record: IncidentRecord): Shape {
  const meanIntervalMs = meanMs(durationShape(record)) / record.shareOfTime;
  return { medianMs: record.medianIntervalMs, sigma: Math.sqrt(2 * Math.log(meanIntervalMs / record.medianIntervalMs)) };
}

/** Incidents to expect in traffic of this length. */
export const expectedIncidents = (record: IncidentRecord, durationMs: number): number => durationMs / meanMs(intervalShape(record));

/** So long before the traffic the clock of incidents starts that its beginning no longer shows: the longest likely interval many times over. */
const WARM_UP_MS = 180 * 24 * HOUR_MS;
/** As many as a scenario may hold. */
const MOST_EVENTS = 1000;
const PURPOSE = hashOf('scenario/random-incidents');

/** One uniform per incident and question, so that another share or target keeps the same instants. */
function luck(seed: number, record: IncidentRecord, incident: number, question: number): number {
  return toUniform(threefry(seed, PURPOSE ^ hashOf(record.id), incident, question));
}

const drawn = ({ medianMs, sigma }: Shape, uniform: number): number => medianMs * Math.exp(sigma * normalQuantile(uniform));

/**
 * The drawn incidents as events, in order of their starts; the same for the same draw. One that had begun before the traffic is cut at its start,
 * and lasts from there as long as was left of it. One that outlasts the traffic keeps its length.
 */
export function randomIncidents(draw: IncidentDraw): ScenarioEvent[] {
  const { record, durationMs } = draw;
  const lengths = durationShape(record);
  if (draw.occurrence === 'one') {
    const lastStartMs = (durationMs * 2) / 3;
    return [eventOf(draw, 1, luck(draw.seed, record, 0, 0) * lastStartMs, drawn(lengths, luck(draw.seed, record, 0, 1)))];
  }
  const intervals = intervalShape(record);
  const events: ScenarioEvent[] = [];
  let atMs = -WARM_UP_MS;
  for (let incident = 1; events.length < MOST_EVENTS; incident++) {
    atMs += drawn(intervals, luck(draw.seed, record, incident, 0));
    if (atMs >= durationMs) break;
    const endMs = atMs + drawn(lengths, luck(draw.seed, record, incident, 1));
    if (endMs > 0) events.push(eventOf(draw, events.length + 1, Math.max(0, atMs), endMs - Math.max(0, atMs)));
  }
  return events;
}

function eventOf(draw: IncidentDraw, number: number, startMs: number, lengthMs: number): ScenarioEvent {
  const durationMs = Math.max(1000, Math.round(lengthMs));
  const rampMs = Math.round(durationMs * Math.min(0.5, Math.max(0, draw.rampShare)));
  return {
    id: `incident-${number}`,
    name: `Incident ${number}`,
    target: draw.target,
    effect: { kind: 'outage', share: draw.share, failure: draw.failure },
    startMs: Math.round(startMs),
    durationMs,
    rampUpMs: Math.min(rampMs, Math.floor(durationMs / 2)),
    rampDownMs: Math.min(rampMs, Math.floor(durationMs / 2)),
  };
}
