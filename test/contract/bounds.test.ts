import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRun } from '../../shared/engine/index.ts';
import { type Control, compilePolicy, conditionTargetsOf, type Field, kinds, worstCases } from '../../shared/kinds/index.ts';
import { hasErrors, lint } from '../../shared/lint/index.ts';
import {
  MODEL_PRICE_DEFAULTS,
  type Policy,
  type PolicyNode,
  PROVIDER_DEFAULTS,
  type Scenario,
  type Traffic,
} from '../../shared/model/index.ts';
import { compileScenario } from '../../shared/scenario/index.ts';

/**
 * No run may show more than `bounds` promises, for any kind, whatever stands in its form: kinds and configs are drawn from
 * the registry itself, so a new kind is tried without a line here.
 */

const MOST_REQUESTS = 12;
const MOST_DEPTH = 3;
/** A loop of loops may make millions of calls; such a case says nothing that a shorter one does not. */
const MOST_EVENTS = 200_000;
/** Longer times than these only make bounds looser. */
const LONGEST_MS = 20_000;

type Random = (bound: number) => number;

test.each([...kinds.keys()])('%s: nothing in a run passes the worst case', (kind) => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.nat(2 ** 20), { minLength: 400, maxLength: 400 }), (seed, numbers) => {
      let used = 0;
      const random: Random = (bound) => (numbers[used++ % numbers.length]! + used) % bound;
      const policy = policyAround(kind, random);
      if (hasErrors(lint(policy))) return;
      const traffic = trafficFor(random);
      const bounds = worstCases(policy, { inputTokens: Math.max(...traffic.inputTokens), outputTokens: Math.max(...traffic.outputTokens) });
      const targets = conditionTargetsOf(policy);
      const run = createRun(
        compilePolicy(policy, {
          traffic,
          conditions: compileScenario(scenarioFor(random), targets),
          conditionTargets: targets,
          seed: seed >>> 0,
          bucketMs: 1e9,
          traceCount: MOST_REQUESTS,
        }),
      );
      if (!run.advance(MOST_EVENTS)) return;
      const limit = bounds.of('entry');
      const shown = JSON.stringify({ nodes: policy.nodes, edges: policy.edges });
      const models = new Set(policy.nodes.filter((node) => node.kind === 'model').map((node) => node.id));
      for (const trace of run.figures().traces) {
        // Room for the rounding of sums.
        expect(trace.latencyMs, `latency of ${shown}`).toBeLessThanOrEqual(limit.latencyMs * (1 + 1e-9));
        expect(trace.spans.filter((span) => models.has(span.nodeId)).length, `attempts of ${shown}`).toBeLessThanOrEqual(limit.attempts);
        expect(
          trace.spans.reduce((sum, span) => sum + span.usd, 0),
          'usd',
        ).toBeLessThanOrEqual(limit.usd * (1 + 1e-9));
      }
    }),
    // Shrinking numbers that mean nothing by themselves finds no smaller policy; the message names the one at fault.
    { numRuns: 40, endOnFailure: true },
  );
});

/** An entry over the kind in question, which calls other kinds, at last models and templates. */
function policyAround(kind: string, random: Random): Policy {
  const nodes: PolicyNode[] = [];
  const edges: Policy['edges'] = [];
  const inner = [...kinds.keys()].filter((name) => kinds.get(name)!.face.isCallable);
  const leaves = inner.filter((name) => kinds.get(name)!.face.ports(kinds.get(name)!.config.defaults).length === 0);
  const add = (name: string, depth: number): string => {
    const id = name === 'entry' && nodes.length === 0 ? 'entry' : `n${nodes.length}`;
    const { config, face, fields } = kinds.get(name)!;
    const drawn = config.schema.safeParse(configFrom(fields, config.defaults, random));
    const own = drawn.success ? drawn.data : config.example;
    nodes.push({ id, kind: name, name: id, config: own });
    for (const port of face.ports(own)) {
      const below = depth >= MOST_DEPTH || random(3) === 0 ? leaves : inner;
      edges.push({ from: id, port: port.id, to: add(below[random(below.length)]!, depth + 1) });
    }
    return id;
  };
  nodes.push({ id: 'entry', kind: 'entry', name: 'entry', config: {} });
  if (kind === 'entry') edges.push({ from: 'entry', port: 'next', to: add('model', MOST_DEPTH) });
  else edges.push({ from: 'entry', port: 'next', to: add(kind, 0) });
  return {
    id: 'p',
    name: 'P',
    description: '',
    providers: [
      {
        ...PROVIDER_DEFAULTS,
        id: 'acme',
        name: 'Acme',
        concurrency: [null, 1, 3][random(3)]!,
        requestsPerMin: [null, 60][random(2)]!,
        abandonedWork: random(2) === 0 ? 'stops' : 'runs-on',
        models: [{ ...MODEL_PRICE_DEFAULTS, name: 'm', inputUsdPerMTok: 3, outputUsdPerMTok: 15, contextTokens: 3_000 }],
      },
    ],
    nodes,
    edges,
    silenced: [],
    promises: [],
  };
}

function configFrom(fields: readonly Field[], defaults: unknown, random: Random): Record<string, unknown> {
  const config = structuredClone(defaults) as Record<string, unknown>;
  for (const { key, control } of fields) {
    // Half of the fields keep what the kind's author thought sensible: configs that work at all are rare among random ones.
    if (control.kind !== 'provider' && control.kind !== 'model' && random(2) === 0) continue;
    const value = valueFor(control, random);
    if (value !== undefined) put(config, key.split('.'), value);
  }
  return config;
}

function put(config: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) config[key!] = value;
  else put(config[key!] as Record<string, unknown>, rest, value);
}

function valueFor(control: Control, random: Random): unknown {
  switch (control.kind) {
    case 'duration':
      return [control.minMs, 50, 700, 3_000, LONGEST_MS].map((ms) => Math.min(Math.max(ms, control.minMs), control.maxMs))[random(5)];
    case 'ratio':
      return [0, 0.1, 0.3, 1].map((ratio) => Math.min(Math.max(ratio, control.min ?? 0), control.max ?? 1))[random(4)];
    case 'number':
    case 'optional-number': {
      const numbers = [control.min, 1, 3, 8, 0.01].map((number) => Math.min(Math.max(number, control.min), control.max));
      const number = numbers[random(5)]!;
      return control.kind === 'optional-number' && random(4) === 0 ? null : control.step >= 1 ? Math.ceil(number) : number;
    }
    case 'choice':
      return control.options[random(control.options.length)]?.value;
    case 'toggle':
      return random(2) === 0;
    case 'failures':
      return control.options.filter(() => random(2) === 0);
    case 'choices':
      return control.options.filter(() => random(2) === 0).map((option) => option.value);
    case 'provider':
      return 'acme';
    case 'model':
      return 'm';
    case 'list':
      return Array.from({ length: Math.max(control.minItems, 1 + random(3)) }, (_, index) => ({
        ...configFrom(control.fields, control.newItem, random),
        id: `${control.idPrefix}${index + 1}`,
      }));
    default:
      return undefined;
  }
}

function trafficFor(random: Random): Traffic {
  const requestCount = 1 + random(MOST_REQUESTS);
  return {
    label: 'any',
    origin: 'generated',
    requestCount,
    arrivalMs: Float64Array.from({ length: requestCount }, (_, request) => request * [0, 10, 1_000, 30_000][random(4)]!).sort(),
    inputTokens: Uint32Array.from({ length: requestCount }, () => [10, 1_000, 2_900, 3_500][random(4)]!),
    outputTokens: Uint32Array.from({ length: requestCount }, () => [0, 50, 900][random(3)]!),
    user: null,
    users: [],
    complexity: null,
    metadata: {},
  };
}

function scenarioFor(random: Random): Scenario {
  const effects: Scenario['events'][number]['effect'][] = [
    { kind: 'outage', share: 1, failure: 'connection' },
    { kind: 'outage', share: 1, failure: 'timeout' },
    { kind: 'outage', share: 0.7, failure: 'rate-limit' },
    { kind: 'latency', multiplier: 50 },
    { kind: 'rate-limit', requestsPerMin: 5 },
  ];
  return {
    id: 's',
    name: 'S',
    description: '',
    events: [
      {
        id: 'e',
        name: 'E',
        target: { kind: 'provider', providerId: 'acme' },
        effect: effects[random(effects.length)]!,
        startMs: 0,
        durationMs: 1e9,
        rampUpMs: 0,
        rampDownMs: 0,
      },
    ],
  };
}
