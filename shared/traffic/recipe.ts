import type { MadeFrom, Traffic, TrafficStep } from '../model/index.ts';
import { blocksOf } from './lengthen.ts';

/** A traffic's recipe in words: short for its name, long for whoever traces a figure back. */

const two = (value: number): string => String(value).padStart(2, '0');

/** Instant since the first request: `10:00`, from an hour on `1:10:00`. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

function span(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours >= 48) return `${plain(hours / 24)} days`;
  if (hours >= 1) return `${plain(hours)} h`;
  return ms >= 60_000 ? `${plain(ms / 60_000)} min` : `${plain(ms / 1000)} s`;
}

const plain = (value: number): string => String(Number(value.toPrecision(3)));
const MOST_NAMED = 2;
const named = (values: readonly string[]): string => {
  const shown = values.slice(0, MOST_NAMED).map((value) => (value === '' ? 'none' : value));
  return values.length > MOST_NAMED ? `${shown.join(' or ')} or ${values.length - MOST_NAMED} more` : shown.join(' or ');
};

/** A few words: `10:00–20:00`, `3 ×`, `user = a or b`, `made 30 days long`. */
export function stepText(step: TrafficStep): string {
  switch (step.kind) {
    case 'window':
      return `${clock(step.fromMs)}–${clock(step.toMs)}`;
    case 'keep':
      return `${step.key ?? step.column} = ${named(step.values)}`;
    case 'scale':
      return `${plain(step.factor)} ×`;
    case 'lengthen':
      return `made ${span(step.toMs)} long`;
  }
}

/** `azure.csv, 10:00–20:00, 3 ×`. */
export const labelOf = ({ label, steps }: Pick<MadeFrom, 'label' | 'steps'>): string => [label, ...steps.map(stepText)].join(', ');

/** What a step did, as a sentence. `durationMs`: of the traffic that it was done to. */
function stepSentence(step: TrafficStep, durationMs: number): string {
  switch (step.kind) {
    case 'window':
      return `Only what arrived from ${clock(step.fromMs)} to ${clock(step.toMs)} since the first request.`;
    case 'keep':
      return `Only requests whose ${step.key ?? step.column} is ${named(step.values)}.`;
    case 'scale':
      return step.factor <= 1
        ? `${plain(step.factor)} times the load: the others were left out by chance.`
        : `${plain(step.factor)} times the load: copies of the requests, minute by minute displaced by up to two seconds, are laid over them.`;
    case 'lengthen': {
      const { blockMs, period } = blocksOf(durationMs);
      const how =
        period === 7
          ? 'its days, drawn by chance among those of one weekday'
          : period === 24
            ? 'its hours, drawn by chance among those of one time of day'
            : `pieces of ${span(blockMs)}, drawn by chance; it is too short to know of times of day`;
      return `Made ${span(step.toMs)} long of ${how}.`;
    }
  }
}

/** Where every request comes from, for whoever traces a figure back. */
export function recipeSentence(made: MadeFrom): string {
  return `Made from ${made.label} (sha256 ${made.sha256.slice(0, 16)}): ${made.steps.map(stepText).join(', then ')}.`;
}

/** The recipe with one more step, which is done to `traffic`; `sha256` is that of its log where nothing was done to it before. */
export function withStep(traffic: Traffic, sha256: string, step: TrafficStep): MadeFrom {
  const before = traffic.madeFrom ?? { label: traffic.label, sha256, steps: [], sentences: [] };
  const sentence = stepSentence(step, traffic.arrivalMs[traffic.requestCount - 1] ?? 0);
  return { ...before, steps: [...before.steps, step], sentences: [...before.sentences, sentence] };
}
