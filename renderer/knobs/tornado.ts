import type { Comparison, Difference, Policy } from '../../shared/model/index.ts';
import { aroundValue, fieldAt, type KnobField, knobFields } from './field-at.ts';
import type { JudgedId } from './figures.ts';

/** One number made smaller and larger, and what the judged figure becomes. */
export interface TornadoBar {
  readonly field: KnobField;
  readonly from: TornadoEnd;
  readonly to: TornadoEnd;
  /** Figure at `to` minus figure at `from`, paired; null where either lacks it. */
  readonly swing: Difference | null;
}
export interface TornadoEnd {
  /** Of the number. */
  readonly value: number;
  /** Of the judged figure. */
  readonly figure: number;
}

export interface Tornado {
  /** The judged figure as drawn. */
  readonly base: number;
  /** The strongest first. */
  readonly bars: readonly TornadoBar[];
  /** Numbers that changed nothing at all. */
  readonly still: number;
}

/** Texts for the sweep: every number that can be moved by `share` (0..1), within its schema; a number that is 0 has no share. */
export const tornadoAxes = (policy: Policy, share: number): string[] =>
  knobFields(policy).flatMap((field) => {
    const values = aroundValue(policy, field, share);
    return values.length === 0 ? [] : [`${field.address}=${values.join('/')}`];
  });

/**
 * Null where the policy as drawn lacks the figure, for example a latency without an answer. `policy`: the one that was swept. `known`: addresses that
 * were found to change nothing.
 */
export function tornadoOf(comparison: Comparison, policy: Policy, judge: JudgedId, known: readonly string[]): Tornado | null {
  const means = new Map(comparison.results.map(({ variant, means: of }) => [variant, of[judge] ?? null]));
  const base = means.get('base') ?? null;
  if (base === null) return null;
  const bars: TornadoBar[] = [];
  let still = known.length;
  for (const { address, base: drawn, values } of comparison.plan.varied) {
    const field = fieldAt(policy, address);
    if (field === null || drawn === null) continue;
    const ends = comparison.plan.variants
      .filter(({ changes, leftOut }) => leftOut === null && changes[0]?.address === address)
      .flatMap(({ id, changes }) => {
        const figure = means.get(id) ?? null;
        return figure === null ? [] : [{ value: changes[0]!.value, figure }];
      });
    // A number that goes one way only is compared with itself as drawn.
    if (ends.length === 1) ends.push({ value: drawn, figure: base });
    ends.sort((a, b) => a.value - b.value);
    const [from, to] = [ends[0], ends.at(-1)];
    if (from === undefined || to === undefined || from === to) continue;
    if (from.figure === base && to.figure === base) {
      still++;
      continue;
    }
    const paired = comparison.sensitivities.find((sensitivity) => sensitivity.address === address)?.swings[judge] ?? null;
    const single = values.length === 1 ? comparison.results.find(({ variant }) => variant === variantOf(comparison, address)) : undefined;
    bars.push({ field, from, to, swing: paired ?? single?.differences[judge] ?? null });
  }
  const reach = ({ from, to }: TornadoBar): number => Math.max(from.figure, to.figure, base) - Math.min(from.figure, to.figure, base);
  return { base, bars: bars.sort((a, b) => reach(b) - reach(a)), still };
}

const variantOf = ({ plan }: Comparison, address: string): string | undefined =>
  plan.variants.find(({ changes }) => changes[0]?.address === address)?.id;
