import type { Finding, Policy, ScenarioEvent } from '../model/index.ts';

export type Report = (rule: string, severity: Finding['severity'], field: string, message: string) => void;

/** Is what the event is aimed at there, and can the effect change it at all? */
export function checkTarget({ target, effect }: ScenarioEvent, policy: Policy, report: Report): void {
  const sort = sortOf(target);
  if (!STRIKES[effect.kind].includes(sort)) checkAim(effect.kind, sort, report);
  if (effect.kind === 'capacity' && sort === 'provider') checkSlots(target, policy, report);
  switch (target.kind) {
    case 'traffic':
      return;
    case 'primary-provider':
    case 'all-providers':
      if (policy.providers.length === 0) {
        const aim = target.kind === 'all-providers' ? 'all providers' : 'the provider of the first model';
        report('no-provider', 'warning', 'target', `is aimed at ${aim}, but this policy has no provider; it changes nothing.`);
      } else if (callsOf(policy).length === 0) {
        report('uncalled', 'warning', 'target', 'is aimed at providers, but no node of this policy calls one; it changes nothing.');
      }
      return;
    case 'provider':
    case 'model':
      checkProvider(target, policy, report);
      return;
    case 'node':
      checkNode(target.nodeId, effect.kind, policy, report);
      return;
    case 'node-kind':
      if (target.nodeKind === 'model') {
        report(
          'node-is-model',
          'error',
          'target',
          'is aimed at every model by its kind of node, but what befalls a model befalls it at its provider and would not reach it here; aim it at all providers.',
        );
      } else if (!policy.nodes.some((node) => node.kind === target.nodeKind)) {
        const nodes = target.nodeKind.replaceAll('-', ' ');
        report('no-such-node', 'warning', 'target', `is aimed at every ${nodes}, but this policy has none; it changes nothing.`);
      } else if (STRIKES[effect.kind].includes('node')) {
        checkFelt(target.nodeKind, effect.kind, report);
      }
  }
}

function checkAim(effect: EffectKind, sort: Sort, report: Report): void {
  if (effect === 'surge') {
    report(
      'surge-needs-traffic',
      'error',
      'target',
      'multiplies arrivals, but is aimed elsewhere and would do nothing; aim it at the traffic.',
    );
  } else if (sort === 'traffic') {
    const places = STRIKES[effect].map((place) => AIMS[place]).join(' or ');
    report('effect-needs-provider', 'error', 'target', `is aimed at the traffic, which it cannot change; aim it at ${places}.`);
  } else {
    const places = STRIKES[effect].map((place) => AIMS[place]).join(' or ');
    report('effect-misses-target', 'error', 'target', `${EXPLAINED[effect] ?? 'cannot change what it is aimed at'}; aim it at ${places}.`);
  }
}

function checkProvider(target: Extract<ScenarioEvent['target'], { providerId: string }>, policy: Policy, report: Report): void {
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
  } else if (
    !callsOf(policy).some((call) => call.providerId === provider.id && (target.kind === 'provider' || call.model === target.model))
  ) {
    const aim = target.kind === 'provider' ? provider.name : `model “${target.model}” of ${provider.name}`;
    report('uncalled', 'warning', 'target', `is aimed at ${aim}, which no node of this policy calls; it changes nothing.`);
  }
}

/** What the model nodes name in their configs, filled in or not. */
const callsOf = ({ nodes }: Policy) => nodes.flatMap(({ kind, config }) => (kind === 'model' ? [config] : []));

function checkSlots(target: ScenarioEvent['target'], policy: Policy, report: Report): void {
  const struck = policy.providers.filter(({ id }) => target.kind !== 'provider' || id === target.providerId);
  if (struck.length === 0 || struck.some(({ concurrency }) => concurrency !== null)) return;
  report(
    'no-slots',
    'warning',
    'effect',
    'takes slots away, but no provider that it strikes has a number of them, so it changes nothing; give the provider a number of calls at once.',
  );
}

/** Only where the kind of node never asks: an outage of a fallback, say, is an outage of what it calls. */
function checkFelt(nodeKind: string, effect: EffectKind, report: Report): void {
  if (FELT_BY[nodeKind]?.includes(effect) === true) return;
  const nodes = nodeKind.replaceAll('-', ' ');
  const felt = Object.entries(FELT_BY).flatMap(([kind, effects]) => (effects.includes(effect) ? [kind.replaceAll('-', ' ')] : []));
  const places = [...felt.map((kind) => `a node of the kind ${kind}`), ...(STRIKES[effect].includes('provider') ? ['a provider'] : [])];
  report('unfelt', 'warning', 'target', `does nothing to a node of the kind ${nodes}; aim it at ${places.join(' or ')}.`);
}

function checkNode(nodeId: string, effect: EffectKind, policy: Policy, report: Report): void {
  const node = policy.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) {
    const known = policy.nodes.flatMap(({ id, kind }) => (kind === 'model' ? [] : [id])).join(', ') || 'none';
    report('unknown-node', 'error', 'target', `is aimed at node “${nodeId}”, which this policy does not have; choose one of: ${known}.`);
  } else if (node.kind === 'model') {
    report(
      'node-is-model',
      'error',
      'target',
      `is aimed at ${node.name}, a model, but what befalls a model befalls it at its provider and would not reach it here; aim it at the model of that provider.`,
    );
  } else if (STRIKES[effect].includes('node')) {
    checkFelt(node.kind, effect, report);
  }
}

type EffectKind = ScenarioEvent['effect']['kind'];
/** What can be aimed at, as far as effects care. */
type Sort = 'traffic' | 'provider' | 'model' | 'node';

export function sortOf({ kind }: ScenarioEvent['target']): Sort {
  switch (kind) {
    case 'traffic':
    case 'model':
      return kind;
    case 'node':
    case 'node-kind':
      return 'node';
    case 'primary-provider':
    case 'provider':
    case 'all-providers':
      return 'provider';
  }
}

const AIMS: Readonly<Record<Sort, string>> = { traffic: 'the traffic', provider: 'a provider', model: 'a model', node: 'a node' };
const ANY_CALL: readonly Sort[] = ['provider', 'model', 'node'];
/** What each effect can be aimed at. */
export const STRIKES: Readonly<Record<EffectKind, readonly Sort[]>> = {
  outage: ANY_CALL,
  'error-rate': ANY_CALL,
  latency: ANY_CALL,
  'latency-tail': ANY_CALL,
  'rate-limit': ['provider', 'model'],
  'quality-loss': ANY_CALL,
  'answer-length': ANY_CALL,
  'flaw-rate': ANY_CALL,
  price: ANY_CALL,
  capacity: ['provider', 'node'],
  'endless-loop': ['node'],
  'conversation-growth': ['node'],
  surge: ['traffic'],
};
/** Why an effect passes by what it is aimed at. */
const EXPLAINED: Partial<Record<EffectKind, string>> = {
  'rate-limit': 'lowers the request limit of a provider, which a node does not have',
  capacity: 'takes slots away, which belong to the provider and serve all its models',
  'endless-loop': 'keeps agent loops from ending, but is aimed at a provider',
  'conversation-growth': 'lets the conversations of agent loops grow, but is aimed at a provider',
};

/** What each kind of node asks the conditions for; a test compares the names with the kinds that ask. */
export const FELT_BY: Readonly<Record<string, readonly EffectKind[]>> = {
  tool: ['outage', 'error-rate', 'latency', 'latency-tail', 'price'],
  'agent-loop': ['quality-loss', 'endless-loop', 'conversation-growth'],
  review: ['capacity'],
};
