import type { RunResult, ScenarioEvent } from '../../shared/model/index.ts';
import { failureInfo } from '../../shared/model/index.ts';
import { plainText, shareText, spanText, words } from '../words/index.ts';
import type { Names } from './names.ts';

/** A scenario's events in words and on the time axis. Every one is assumed: a log never tells how a provider failed inside an incident. */

export const subjectOf = (event: ScenarioEvent, names: Names): string => {
  switch (event.target.kind) {
    case 'primary-provider':
      return words.scenarios.subject.primaryProvider;
    case 'provider':
      return names.provider(event.target.providerId);
    case 'model':
      return event.target.model;
    case 'all-providers':
      return words.scenarios.subject.allProviders;
    case 'node':
      return names.node(event.target.nodeId);
    case 'node-kind':
      return words.scenarios.subject.everyKind(event.target.nodeKind.replaceAll('-', ' '));
    case 'traffic':
      return words.scenarios.subject.traffic;
  }
};

/** What the subject did, as the rest of a sentence without its full stop: "was away for 12 min". */
function predicateOf({ effect, durationMs }: ScenarioEvent): string {
  const span = spanText(durationMs);
  switch (effect.kind) {
    case 'outage':
      // A handful of calls still passing is what "away" looks like; the label on the chart gives the share.
      if (effect.shareOf === 'requests') return words.scenarios.did.failedRequests(shareText(effect.share), span);
      return effect.share >= 0.9 ? words.scenarios.did.wasAway(span) : words.scenarios.did.failed(shareText(effect.share), span);
    case 'error-rate':
      return words.scenarios.did.failedWith(shareText(effect.rate), failureInfo(effect.failure).label, span);
    case 'latency':
      return words.scenarios.did.tookLonger(plainText(effect.multiplier), span);
    case 'latency-tail':
      return words.scenarios.did.tookLongerOnSome(plainText(effect.multiplier), shareText(effect.share), span);
    case 'rate-limit':
      return words.scenarios.did.tookOnly(plainText(effect.requestsPerMin), span);
    case 'quality-loss':
      return words.scenarios.did.wrongAnswers(shareText(effect.share), span);
    case 'answer-length':
      return words.scenarios.did.longerAnswers(plainText(effect.multiplier), span);
    case 'flaw-rate':
      return words.scenarios.did.flawedAnswers(words.rehearse.flaw[effect.flaw], shareText(effect.rate), span);
    case 'price':
      return words.scenarios.did.cost(plainText(effect.multiplier), span);
    case 'capacity':
      return effect.share === 0 ? words.scenarios.did.noCapacity(span) : words.scenarios.did.lessCapacity(shareText(effect.share), span);
    case 'endless-loop':
      return words.scenarios.did.endlessLoop(shareText(effect.share), span);
    case 'conversation-growth':
      return words.scenarios.did.grewConversations(plainText(effect.multiplier), span);
    case 'surge':
      return words.scenarios.did.wasHeavier(plainText(effect.multiplier), span);
  }
}

/** One sentence, without its full stop: "OpenAI was away for 12 min". */
export const incidentSentence = (event: ScenarioEvent, names: Names): string =>
  words.scenarios.sentence(subjectOf(event, names), predicateOf(event));

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
  const unsteadyFor = aftermath.length > 0 ? spanText(lastEndMs - mainEndMs) : null;
  return words.scenarios.all(incidentSentence(main, names), unsteadyFor, rest);
}

/** What follows within this time belongs to the same trouble. */
const AFTERMATH_GAP_MS = 60_000;

/** A few words for a label on the chart: "OpenAI away, 95.5 % of calls fail". */
export function incidentLabel(event: ScenarioEvent, names: Names): string {
  const subject = subjectOf(event, names);
  const { effect } = event;
  switch (effect.kind) {
    case 'outage':
      if (effect.shareOf === 'requests') return words.scenarios.label.failingRequests(subject, shareText(effect.share));
      return effect.share === 1 ? words.scenarios.label.away(subject) : words.scenarios.label.partlyAway(subject, shareText(effect.share));
    case 'error-rate':
      return words.scenarios.label.failing(subject, shareText(effect.rate), failureInfo(effect.failure).label);
    case 'latency':
      return words.scenarios.label.slow(subject, plainText(effect.multiplier));
    case 'latency-tail':
      return words.scenarios.label.sometimesSlow(subject, shareText(effect.share), plainText(effect.multiplier));
    case 'rate-limit':
      return words.scenarios.label.limited(subject, plainText(effect.requestsPerMin));
    case 'quality-loss':
      return words.scenarios.label.wrong(subject, shareText(effect.share));
    case 'answer-length':
      return words.scenarios.label.longAnswers(subject, plainText(effect.multiplier));
    case 'flaw-rate':
      return words.scenarios.label.flawed(subject, shareText(effect.rate), words.rehearse.flaw[effect.flaw]);
    case 'price':
      return words.scenarios.label.dear(subject, plainText(effect.multiplier));
    case 'capacity':
      return effect.share === 0
        ? words.scenarios.label.noCapacity(subject)
        : words.scenarios.label.lessCapacity(subject, shareText(effect.share));
    case 'endless-loop':
      return words.scenarios.label.endlessLoop(subject, shareText(effect.share));
    case 'conversation-growth':
      return words.scenarios.label.growingConversations(subject, plainText(effect.multiplier));
    case 'surge':
      return words.scenarios.label.surge(plainText(effect.multiplier));
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
      sentence: words.scenarios.onChart(event.name, incidentSentence(event, names)),
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
