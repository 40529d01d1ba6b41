import { expect, test } from 'vitest';
import {
  MODEL_PRICE_DEFAULTS,
  type Policy,
  PROVIDER_DEFAULTS,
  type ScenarioTarget,
  scenarioEffectSchema,
  scenarioEventSchema,
} from '../model/index.ts';
import { checkScenario } from './check.ts';
import { EFFECT_KINDS, firstEvent, fittingEffects } from './effects.ts';

const policy: Policy = {
  id: 'p',
  name: 'p',
  description: '',
  providers: [
    {
      id: 'openai',
      name: 'OpenAI',
      ...PROVIDER_DEFAULTS,
      concurrency: 40,
      models: [{ name: 'gpt-4o', inputUsdPerMTok: 2.5, outputUsdPerMTok: 10, contextTokens: 128_000, ...MODEL_PRICE_DEFAULTS }],
    },
  ],
  nodes: ['tool', 'agent-loop', 'review', 'fallback', 'guard', 'model'].map((kind) => ({
    id: `a-${kind}`,
    kind,
    name: `A ${kind}`,
    config: kind === 'model' ? { providerId: 'openai', model: 'gpt-4o' } : {},
  })),
  edges: [],
  silenced: [],
  promises: [],
};

const TARGETS: readonly ScenarioTarget[] = [
  { kind: 'primary-provider' },
  { kind: 'all-providers' },
  { kind: 'provider', providerId: 'openai' },
  { kind: 'model', providerId: 'openai', model: 'gpt-4o' },
  { kind: 'traffic' },
  ...['tool', 'agent-loop', 'review', 'fallback', 'guard'].flatMap((kind): ScenarioTarget[] => [
    { kind: 'node', nodeId: `a-${kind}` },
    { kind: 'node-kind', nodeKind: kind },
  ]),
];

test('every effect that exists can be drawn', () => {
  expect([...EFFECT_KINDS].sort()).toEqual(scenarioEffectSchema.options.map(({ shape }) => shape.kind.value).sort());
});

test('what is offered for a target does something there, and what is not offered is reported', () => {
  for (const target of TARGETS) {
    const fitting = fittingEffects(target, policy);
    for (const kind of EFFECT_KINDS) {
      const event = firstEvent(kind, target, 'Drawn', { startMs: 0, durationMs: 60_000 });
      expect(scenarioEventSchema.safeParse(event).success).toBe(true);
      const findings = checkScenario({ id: 's', name: 's', description: '', events: [event] }, policy, 3_600_000);
      expect(findings.length === 0, `${kind} on ${JSON.stringify(target)}`).toBe(fitting.includes(kind));
    }
  }
});

test('a node that feels nothing is offered nothing, and a tool fails as tools do', () => {
  expect(fittingEffects({ kind: 'node', nodeId: 'a-guard' }, policy)).toEqual([]);
  expect(fittingEffects({ kind: 'node', nodeId: 'gone' }, policy)).toEqual([]);
  const span = { startMs: 0, durationMs: 1000 };
  expect(firstEvent('outage', { kind: 'node', nodeId: 'a-tool' }, 'Tools', span).effect).toMatchObject({ failure: 'tool-failure' });
});
