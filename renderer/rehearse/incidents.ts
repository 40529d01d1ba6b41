import type { RunResult, ScenarioEvent } from '../../shared/model/index.ts';
import { failureInfo } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import { plainText, shareText, spanText } from './figure-text.ts';
import type { Names } from './names.ts';
import { FLAW_WORDS } from './quality.ts';

/** A scenario's events in words and on the time axis. Every one is assumed: a log never tells how a provider failed inside an incident. */

export const subjectOf = (event: ScenarioEvent, names: Names): string => {
  switch (event.target.kind) {
    case 'primary-provider':
      return 'The primary provider';
    case 'provider':
      return names.provider(event.target.providerId);
    case 'model':
      return event.target.model;
    case 'all-providers':
      return 'Every provider';
    case 'node':
      return names.node(event.target.nodeId);
    case 'node-kind':
      return `Every ${event.target.nodeKind.replaceAll('-', ' ')}`;
    case 'traffic':
      return 'Traffic';
  }
};

/** What the subject did, as the rest of a sentence without its full stop: "was away for 12 min". */
function predicateOf({ effect, durationMs }: ScenarioEvent): string {
  const span = spanText(durationMs);
  switch (effect.kind) {
    case 'outage':
      // A handful of calls still passing is what "away" looks like; the label on the chart gives the share.
      if (effect.shareOf === 'requests') return words.scenarios.failedRequests(shareText(effect.share), span);
      return effect.share >= 0.9 ? `was away for ${span}` : `failed ${shareText(effect.share)} of its calls for ${span}`;
    case 'error-rate':
      return `failed ${shareText(effect.rate)} of its calls with ${failureInfo(effect.failure).label} for ${span}`;
    case 'latency':
      return `took ${plainText(effect.multiplier)} × as long for ${span}`;
    case 'latency-tail':
      return `took ${plainText(effect.multiplier)} × as long on ${shareText(effect.share)} of its calls for ${span}`;
    case 'rate-limit':
      return `took only ${plainText(effect.requestsPerMin)} requests a minute for ${span}`;
    case 'quality-loss':
      return `gave wrong answers in ${shareText(effect.share)} of the cases that it had right, for ${span}`;
    case 'answer-length':
      return `wrote answers ${plainText(effect.multiplier)} × as long for ${span}`;
    case 'flaw-rate':
      return `gave ${FLAW_WORDS[effect.flaw]} answers in ${shareText(effect.rate)} of its calls for ${span}`;
    case 'price':
      return `cost ${plainText(effect.multiplier)} × as much for ${span}`;
    case 'capacity':
      return effect.share === 0 ? `had no capacity for ${span}` : `had ${shareText(effect.share)} of its capacity for ${span}`;
    case 'endless-loop':
      return `did not come to an end in ${shareText(effect.share)} of its loops for ${span}`;
    case 'conversation-growth':
      return words.scenarios.grewConversations(plainText(effect.multiplier), span);
    case 'surge':
      return `was ${plainText(effect.multiplier)} × as heavy for ${span}`;
  }
}

/** One sentence, without its full stop: "OpenAI was away for 12 min". */
export const incidentSentence = (event: ScenarioEvent, names: Names): string => `${subjectOf(event, names)} ${predicateOf(event)}`;

const GRAVITY: readonly ScenarioEvent['effect']['kind'][] = [
  'outage',
  'rate-limit',
  'error-rate',
  'capacity',
  'endless-loop',
  'quality-loss',
  'flaw-rate',
  'latency',
  'latency-tail',
  'answer-length',
  'conversation-growth',
  'price',
  'surge',
];

/**
 * All events in one sentence: the gravest, the longer of equals, in full; the aftermath on the same subject and everything else in passing.
 * Null without events.
 */
export function incidentsSentence(events: readonly ScenarioEvent[], names: Names): string | null {
  const [main, ...others] = [...events].sort(
    (a, b) => GRAVITY.indexOf(a.effect.kind) - GRAVITY.indexOf(b.effect.kind) || b.durationMs - a.durationMs || a.startMs - b.startMs,
  );
  if (main === undefined) return null;
  const mainEndMs = main.startMs + main.durationMs;
  const isAftermath = (event: ScenarioEvent) =>
    subjectOf(event, names) === subjectOf(main, names) && event.startMs >= mainEndMs && event.startMs - mainEndMs <= AFTERMATH_GAP_MS;
  const aftermath = others.filter(isAftermath);
  const rest = others.length - aftermath.length;
  const lastEndMs = Math.max(mainEndMs, ...aftermath.map((event) => event.startMs + event.durationMs));
  const unsteady = aftermath.length > 0 ? ` and unsteady for ${spanText(lastEndMs - mainEndMs)} after` : '';
  const more = rest > 0 ? `; ${rest === 1 ? 'one more incident' : `${rest} more incidents`} fell into the run` : '';
  return `${incidentSentence(main, names)}${unsteady}${more}.`;
}

/** What follows within this time belongs to the same trouble. */
const AFTERMATH_GAP_MS = 60_000;

/** A few words for a label on the chart: "OpenAI away, 95.5 % of calls fail". */
export function incidentLabel(event: ScenarioEvent, names: Names): string {
  const subject = subjectOf(event, names);
  const { effect } = event;
  switch (effect.kind) {
    case 'outage':
      if (effect.shareOf === 'requests') return words.scenarios.failingRequests(subject, shareText(effect.share));
      return effect.share === 1 ? `${subject} away` : `${subject} away, ${shareText(effect.share)} of calls fail`;
    case 'error-rate':
      return `${subject}: ${shareText(effect.rate)} ${failureInfo(effect.failure).label}`;
    case 'latency':
      return `${subject} takes ${plainText(effect.multiplier)} × as long`;
    case 'latency-tail':
      return `${subject}: ${shareText(effect.share)} of calls take ${plainText(effect.multiplier)} × as long`;
    case 'rate-limit':
      return `${subject}: ${plainText(effect.requestsPerMin)} requests/min`;
    case 'quality-loss':
      return `${subject}: ${shareText(effect.share)} of right answers go wrong`;
    case 'answer-length':
      return `${subject}: answers ${plainText(effect.multiplier)} × as long`;
    case 'flaw-rate':
      return `${subject}: ${shareText(effect.rate)} ${FLAW_WORDS[effect.flaw]}`;
    case 'price':
      return `${subject}: ${plainText(effect.multiplier)} × the price`;
    case 'capacity':
      return effect.share === 0 ? `${subject}: no capacity` : `${subject}: ${shareText(effect.share)} of capacity`;
    case 'endless-loop':
      return `${subject}: ${shareText(effect.share)} of loops never end`;
    case 'conversation-growth':
      return words.scenarios.growingConversations(subject, plainText(effect.multiplier));
    case 'surge':
      return `${plainText(effect.multiplier)} × the traffic`;
  }
}

export interface IncidentBand {
  readonly id: string;
  readonly startMs: number;
  /** Cut at the end of the axis. */
  readonly endMs: number;
  readonly label: string;
  /** Full sentence with times, for a title. */
  readonly sentence: string;
  /** Wider hatching for what hurts less than being away. */
  readonly isOutage: boolean;
}

/** Bands of the events that touch the axis, by start. */
export function incidentBands(run: RunResult, names: Names, endMs: number): IncidentBand[] {
  return run.scenario.events
    .filter((event) => event.startMs < endMs && event.durationMs > 0)
    .map((event) => ({
      id: event.id,
      startMs: event.startMs,
      endMs: Math.min(endMs, event.startMs + event.durationMs),
      label: incidentLabel(event, names),
      sentence: `${event.name}: ${incidentSentence(event, names)}, assumed by the scenario.`,
      isOutage: event.effect.kind === 'outage',
    }))
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

export interface PlacedLabel {
  readonly id: string;
  /** Left edge and greatest width in px of the plot. */
  readonly leftPx: number;
  readonly widthPx: number;
  readonly lane: number;
}

/** Inter at 12 px, a little generous; measuring in the DOM would make placement untestable. */
const PX_PER_CHARACTER = 6.6;
const LABEL_GAP_PX = 10;

/** Puts each label above its band, in the first of `laneCount` lanes where it does not touch another; in the last lane it is cut short instead. */
export function placeLabels(bands: readonly IncidentBand[], endMs: number, plotPx: number, laneCount: number): PlacedLabel[] {
  const laneEndPx = new Array<number>(laneCount).fill(Number.NEGATIVE_INFINITY);
  return bands.map((band) => {
    const wantedPx = (band.label.length + 2) * PX_PER_CHARACTER;
    const middlePx = ((band.startMs + band.endMs) / 2 / endMs) * plotPx;
    const leftOf = (laneEnd: number) => Math.max(laneEnd, Math.min(plotPx - wantedPx, middlePx - wantedPx / 2), 0);
    const idealPx = leftOf(Number.NEGATIVE_INFINITY);
    let lane = laneEndPx.findIndex((laneEnd) => laneEnd <= idealPx);
    if (lane < 0) lane = laneEndPx.indexOf(Math.min(...laneEndPx));
    const leftPx = leftOf(laneEndPx[lane]!);
    const widthPx = Math.max(0, Math.min(wantedPx, plotPx - leftPx));
    laneEndPx[lane] = leftPx + widthPx + LABEL_GAP_PX;
    return { id: band.id, leftPx, widthPx, lane };
  });
}
