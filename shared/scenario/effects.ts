import type { Policy, ScenarioEffect, ScenarioEvent, ScenarioTarget } from '../model/index.ts';
import { FELT_BY, STRIKES, sortOf } from './check-target.ts';

export type EffectKind = ScenarioEffect['kind'];

/** Every effect as it is first drawn: strong enough to be seen, weak enough to be survived. All are assumptions, to be set by whoever draws. */
export const FIRST_EFFECTS: { readonly [Kind in EffectKind]: Extract<ScenarioEffect, { kind: Kind }> } = {
  outage: { kind: 'outage', share: 0.95, failure: 'connection' },
  'error-rate': { kind: 'error-rate', rate: 0.3, failure: 'server-error' },
  latency: { kind: 'latency', multiplier: 2.5 },
  'latency-tail': { kind: 'latency-tail', share: 0.1, multiplier: 10 },
  'rate-limit': { kind: 'rate-limit', requestsPerMin: 60 },
  'quality-loss': { kind: 'quality-loss', share: 0.15 },
  'flaw-rate': { kind: 'flaw-rate', rate: 0.05, flaw: 'hallucinated' },
  'answer-length': { kind: 'answer-length', multiplier: 1.5 },
  price: { kind: 'price', multiplier: 2 },
  capacity: { kind: 'capacity', share: 0.25 },
  'endless-loop': { kind: 'endless-loop', share: 0.2 },
  'conversation-growth': { kind: 'conversation-growth', multiplier: 3 },
  surge: { kind: 'surge', multiplier: 3 },
};

/** In the order in which they are offered: the likeliest first. */
export const EFFECT_KINDS = Object.keys(FIRST_EFFECTS) as readonly EffectKind[];

/** Effects that what is aimed at can feel at all, the likeliest first; empty where nothing can be done to it. */
export function fittingEffects(target: ScenarioTarget, policy: Policy): readonly EffectKind[] {
  const sort = sortOf(target);
  const aimed = EFFECT_KINDS.filter((kind) => STRIKES[kind].includes(sort));
  if (sort !== 'node') return aimed;
  const nodeKind = nodeKindOf(target, policy);
  const felt = nodeKind === undefined ? [] : (FELT_BY[nodeKind] ?? []);
  return aimed.filter((kind) => felt.includes(kind));
}

function nodeKindOf(target: ScenarioTarget, policy: Policy): string | undefined {
  if (target.kind === 'node-kind') return target.nodeKind;
  return target.kind === 'node' ? policy.nodes.find(({ id }) => id === target.nodeId)?.kind : undefined;
}

/** An effect as it is first drawn on a target: a tool fails as tools do. */
export function firstEffect(kind: EffectKind, target: ScenarioTarget): ScenarioEffect {
  const effect = FIRST_EFFECTS[kind];
  const isNode = sortOf(target) === 'node';
  return isNode && 'failure' in effect ? { ...effect, failure: 'tool-failure' } : effect;
}

/** A new event without ramps, called after its effect. */
export const firstEvent = (
  kind: EffectKind,
  target: ScenarioTarget,
  name: string,
  span: Pick<ScenarioEvent, 'startMs' | 'durationMs'>,
): ScenarioEvent => ({ id: kind, name, target, effect: firstEffect(kind, target), ...span, rampUpMs: 0, rampDownMs: 0 });
