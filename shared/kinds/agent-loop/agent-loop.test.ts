import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../dice/index.ts';
import { type Conditions, flawBit, NO_CONDITIONS, type Policy } from '../../model/index.ts';
import { compilePolicy } from '../compile.ts';
import { type DrawnNode, drawnPolicy, figuresOf, INSTANT_MODEL, trafficAt } from '../drawn-run.ts';
import { graphView } from '../graph.ts';
import type { Wiring } from '../kind.ts';
import { TestContext } from '../test-context.ts';
import { factsOf } from '../test-run.ts';
import { worstCases } from '../worst-cases.ts';
import { type AgentLoopConfig, agentLoop } from './index.ts';

const FIXED = { stepsShape: 'constant', meanSteps: 3, tools: [{ id: 'search', name: 'Search', share: 1, resultTokens: 400 }] } as const;

const drawn = (config: Partial<AgentLoopConfig>, tool: object = {}, model: object = {}): Policy =>
  drawnPolicy([
    ['entry', 'entry', {}, { next: 'loop' }],
    ['loop', 'agent-loop', { ...FIXED, ...config }, { model: 'model', search: 'tool' }],
    ['model', 'model', { ...INSTANT_MODEL, ttftP50Ms: 50, ...model }],
    ['tool', 'tool', { latencyShape: 'constant', latencyP50Ms: 10, failureRate: 0, ...tool }],
  ] satisfies DrawnNode[]);

function run(policy: Policy, arrivals: readonly number[] | number = 1, conditions: Partial<Conditions> = {}) {
  const arrivalMs = typeof arrivals === 'number' ? Array.from({ length: arrivals }, (_, request) => request * 10) : arrivals;
  return figuresOf(
    compilePolicy(policy, {
      traffic: trafficAt(arrivalMs),
      conditions: { ...NO_CONDITIONS, ...conditions },
      conditionTargets: [{ nodeId: 'loop', nodeKind: 'agent-loop' }],
      seed: 1,
      bucketMs: 60_000,
      traceCount: Math.min(arrivalMs.length, 100),
    }),
  );
}

test('steps of thought and tool calls follow each other until the answer', () => {
  const figures = run(drawn({}));
  expect(figures.traces[0]?.spans.map((span) => [span.nodeId, span.startMs])).toEqual([
    ['entry', 0],
    ['loop', 0],
    ['model', 0],
    ['tool', 50],
    ['model', 60],
    ['tool', 110],
    ['model', 120],
  ]);
  expect(figures.latencyMs.max).toBe(170);
  expect(factsOf(figures, 'loop')).toMatchObject({ steps: 3, 'tool calls': 2 });
});

test('the conversation grows by what was written and by what tools found, and every step reads all of it', () => {
  const { cost } = run(drawn({ stepTokens: 150 }));
  // 1 000, then twice 150 + 400 more; 150, 150 and the 100 of the answer are written.
  expect(cost.promptTokens).toBe(1000 + 1550 + 2100);
  expect(cost.completionTokens).toBe(150 + 150 + 100);
});

test('the money of every step is behind the answer, and wasted when none comes', () => {
  const answered = run(drawn({}, { usdPerCall: 0 })).cost;
  expect(answered.usd).toBeGreaterThan(0);
  expect(answered.wastedUsd).toBeCloseTo(0, 12);
  const stopped = run(drawn({ maxIterations: 2 }, { usdPerCall: 0 })).cost;
  expect(stopped.usd).toBeGreaterThan(0);
  expect(stopped.wastedUsd).toBeCloseTo(stopped.usd, 12);
});

test('a conversation that no longer fits the window ends by itself', () => {
  const policy = drawnPolicy(
    [
      ['entry', 'entry', {}, { next: 'loop' }],
      ['loop', 'agent-loop', { ...FIXED, meanSteps: 100, maxIterations: null }, { model: 'model', search: 'tool' }],
      ['model', 'model', INSTANT_MODEL],
      ['tool', 'tool', { latencyShape: 'constant', latencyP50Ms: 1, failureRate: 0 }],
    ],
    { models: [{ ...drawn({}).providers[0]!.models[0]!, contextTokens: 3000 }] },
  );
  const figures = run(policy);
  expect(figures.outcomes.byFailure).toEqual({ 'context-overflow': 1 });
  // 1 000 + 550 k ≤ 3 000 for k = 0..3: four steps pass, the fifth is refused.
  expect(factsOf(figures, 'loop').steps).toBe(5);
});

describe('limits', () => {
  test('a loop that does not end is stopped after its last allowed step', () => {
    const figures = run(drawn({ endlessShare: 1, maxIterations: 7 }));
    expect(figures.outcomes.byFailure).toEqual({ 'loop-limit': 1 });
    expect(factsOf(figures, 'loop')).toMatchObject({ steps: 7, 'tool calls': 7, 'stopped by loop limit': 1 });
  });

  test('a task that needs exactly the allowed steps is answered', () => {
    expect(run(drawn({ maxIterations: 3 })).outcomes.answeredByTier[0]).toBe(1);
    expect(run(drawn({ maxIterations: 2 })).outcomes.byFailure).toEqual({ 'loop-limit': 1 });
  });

  test('without any limit a rehearsal ends all the same', () => {
    const figures = run(drawn({ endlessShare: 1, maxIterations: null, stepTokens: 0, tools: [] }));
    expect(factsOf(figures, 'loop').steps).toBe(1000);
    expect(figures.outcomes.byFailure).toEqual({ 'loop-limit': 1 });
  });

  test('no step begins once the money is spent', () => {
    // Steps cost (1 000 + 550 k) / 10⁶ + 150 × 10 / 10⁶ dollars: 0.0025, 0.00305, 0.0036, …
    const figures = run(drawn({ endlessShare: 1, spendingLimitUsd: 0.0055 }));
    expect(figures.outcomes.byFailure).toEqual({ 'over-budget': 1 });
    expect(factsOf(figures, 'loop')).toMatchObject({ steps: 2, 'stopped by spending limit': 1 });
  });

  test('a scenario makes loops endless only while it lasts', () => {
    const figures = run(drawn({ maxIterations: 5 }), [0, 1000], { endlessLoopShareAt: (_target, nowMs) => (nowMs < 500 ? 1 : 0) });
    expect(figures.traces.map((trace) => trace.outcome)).toEqual(['loop-limit', 'answered']);
  });
});

describe('a tool that fails', () => {
  test('is called again at once, then the loop goes on without it', () => {
    const figures = run(drawn({ toolRetries: 2, wrongWithoutTool: 1 }, { failureRate: 1 }));
    expect(factsOf(figures, 'loop')).toMatchObject({ steps: 3, 'tool calls': 6, 'failed tool calls': 6, 'went on without a tool': 2 });
    expect(figures.outcomes).toMatchObject({ answeredByTier: [1, 0, 0], flawed: { wrong: 1 } });
  });

  test('ends the loop when it is told so', () => {
    const figures = run(drawn({ toolRetries: 1, onToolFailure: 'fail' }, { failureRate: 1 }));
    expect(figures.outcomes.byFailure).toEqual({ 'tool-failure': 1 });
    expect(factsOf(figures, 'loop')).toMatchObject({ steps: 1, 'tool calls': 2 });
  });

  test('makes further steps necessary, which need the tool again', () => {
    const figures = run(drawn({ toolRetries: 0, cascadeShare: 1, maxIterations: 10, wrongWithoutTool: 0 }, { failureRate: 1 }));
    expect(factsOf(figures, 'loop')).toMatchObject({ steps: 10, 'tool calls': 10, 'extra steps': 10 });
    expect(figures.outcomes.byFailure).toEqual({ 'loop-limit': 1 });
  });

  // A chain of tool calls of which a share c leads to one more is geometric: two tool steps a task become 2 / (1 − c) with a dead tool.
  test('spreads by its share: two tool calls become 2 / (1 − c)', () => {
    const figures = run(drawn({ toolRetries: 0, cascadeShare: 0.5, maxIterations: null }, { failureRate: 1 }), 5000);
    expect(Math.abs(factsOf(figures, 'loop')['tool calls']! / 5000 - 4)).toBeLessThan(4 * Math.sqrt(4 / 5000));
  });

  test('what an execution guard says of the whole loop ends it; a blocked tool is a tool that is not there', () => {
    const guarded = (config: Readonly<Record<string, unknown>>) =>
      run(
        drawnPolicy([
          ['entry', 'entry', {}, { next: 'loop' }],
          ['loop', 'agent-loop', { ...FIXED, meanSteps: 5, wrongWithoutTool: 0 }, { model: 'model', search: 'guard' }],
          ['guard', 'execution-guard', config, { next: 'tool' }],
          ['model', 'model', INSTANT_MODEL],
          ['tool', 'tool', { latencyShape: 'constant', latencyP50Ms: 10, failureRate: 0 }],
        ]),
      );
    expect(guarded({ maxCallsPerRequest: 2 }).outcomes.byFailure).toEqual({ 'loop-limit': 1 });
    const blocked = guarded({ roleColumn: 'role', allowedRoles: 'admin' });
    expect(blocked.outcomes.answeredByTier).toEqual([1, 0, 0]);
    expect(factsOf(blocked, 'loop')).toMatchObject({ 'tool calls': 4, 'went on without a tool': 4 });
  });
});

test('a failed step of the model ends the loop with that failure', () => {
  const figures = run(drawn({}, {}, { serverErrorRate: 1 }));
  expect(figures.outcomes.byFailure).toEqual({ 'server-error': 1 });
});

describe('flaws', () => {
  const stepsWith = (flawsOfSteps: readonly number[], config: Partial<AgentLoopConfig> = {}) => {
    const fields = { ...agentLoop.config.defaults, ...FIXED, tools: [], meanSteps: flawsOfSteps.length, ...config } as AgentLoopConfig;
    const ports = agentLoop.face.ports(fields).map((port) => port.id);
    const wiring = { nodeId: 'loop', port: (id: string) => ports.indexOf(id), nodeTarget: () => -1 } as unknown as Wiring;
    const plan = agentLoop.prepare(fields, wiring);
    const context = new TestContext({ uniforms: { 0: 0.5, 1: 0.5, 3: 0.5 } });
    agentLoop.behavior.onCall(plan, null, context);
    for (const replyFlaws of flawsOfSteps) {
      context.replied({});
      context.replyFlaws = replyFlaws;
      agentLoop.behavior.onReply!(plan, null, context);
    }
    return context.taken().at(-1);
  };

  test('a wrong or invented thought spoils the answer; a leak in one does not, since nobody reads it', () => {
    const [wrong, hallucinated, leaking, unsafe] = (['wrong', 'hallucinated', 'leaking', 'unsafe'] as const).map(flawBit);
    expect(stepsWith([wrong!, 0])).toEqual({ does: 'forward-with', flaws: wrong });
    expect(stepsWith([hallucinated!, wrong!, 0])).toEqual({ does: 'forward-with', flaws: hallucinated! | wrong! });
    expect(stepsWith([leaking! | unsafe!, 0])).toEqual({ does: 'forward-with', flaws: 0 });
    expect(stepsWith([0, leaking!])).toEqual({ does: 'forward-with', flaws: leaking });
  });

  test('a call that the tool does not understand is not made, and no flaw of the answer', () => {
    const malformed = flawBit('malformed-call');
    expect(stepsWith([0, malformed])).toEqual({ does: 'forward-with', flaws: 0 });
    const figures = stepsWith([malformed, 0], { tools: FIXED.tools.slice(), wrongWithoutTool: 1 });
    expect(figures).toEqual({ does: 'forward-with', flaws: flawBit('wrong') });
  });

  test('drift compounds over the steps', () => {
    const figures = run(drawn({ driftPerStep: 0.2, meanSteps: 4, tools: [] }), 5000);
    const exact = 1 - 0.8 ** 3;
    expect(Math.abs(figures.outcomes.flawed!.wrong! / 5000 - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 5000));
  });
});

describe('how long a task is', () => {
  test('has the mean that was asked for, one step at least', () => {
    const figures = run(drawn({ stepsShape: 'geometric', meanSteps: 4, maxIterations: null, tools: [] }), 20_000);
    // Variance of the shifted geometric: m (m − 1).
    expect(Math.abs(factsOf(figures, 'loop').steps! / 20_000 - 4)).toBeLessThan(4 * Math.sqrt(12 / 20_000));
  });

  test('is true of the request: a retry of the loop, and another loop, find the same task', () => {
    const stepsOf = (nodeId: string, visit: number) => {
      const config = { ...agentLoop.config.defaults, tools: [], meanSteps: 4 };
      const plan = agentLoop.prepare(config, { nodeId, port: () => 0, nodeTarget: () => -1 } as unknown as Wiring);
      // No luck of the visit is scripted, so a draw of it would throw.
      const context = new TestContext({ visit, requestUniforms: { [hashOf('agent steps')]: 0.1 } });
      agentLoop.behavior.onCall(plan, null, context);
      let steps = 1;
      for (; context.taken().at(-1)?.does === 'call'; steps++) agentLoop.behavior.onReply!(plan, null, context.replied({}));
      return steps - 1;
    };
    // ⌊ln 0.1 / ln 0.75⌋ steps beyond the first.
    expect([stepsOf('loop', 0), stepsOf('loop', 1), stepsOf('other', 0)]).toEqual([9, 9, 9]);
  });
});

test('property: a run never shows more than the bounds of the loop', () => {
  fc.assert(
    fc.property(
      fc.record({
        meanSteps: fc.integer({ min: 1, max: 6 }),
        maxIterations: fc.integer({ min: 1, max: 8 }),
        toolRetries: fc.integer({ min: 0, max: 3 }),
        endlessShare: fc.constantFrom(0, 0.5),
        cascadeShare: fc.constantFrom(0, 0.7),
        spendingLimitUsd: fc.constantFrom(null, 0.001, 0.01),
      }),
      fc.constantFrom(0, 0.5, 1),
      (config, failureRate) => {
        const policy = drawn({ stepsShape: 'geometric', ...config }, { failureRate, usdPerCall: 0.002 });
        const figures = run(policy, 50);
        const bounds = worstCases(policy, { inputTokens: 1000, outputTokens: 100 }).of('loop');
        for (const trace of figures.traces) {
          expect(trace.latencyMs).toBeLessThanOrEqual(bounds.latencyMs);
          expect(trace.usd).toBeLessThanOrEqual(bounds.usd + 1e-12);
          expect(trace.spans.filter((span) => span.nodeId === 'model').length).toBeLessThanOrEqual(bounds.attempts);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('rules', () => {
  const rulesFor = (fields: Partial<AgentLoopConfig>) => {
    const policy = drawnPolicy([
      ['fallback', 'fallback', { tiers: [{ id: 't1', continueOn: ['loop-limit', 'over-budget'] }, { id: 't2' }] }, { t1: 'loop' }],
      ['loop', 'agent-loop', { ...FIXED, ...fields }],
    ]);
    const config = { ...agentLoop.config.defaults, ...fields };
    return agentLoop.check.run(config, policy.nodes[1]!, graphView(policy)).map((finding) => finding.rule.replace('agent-loop/', ''));
  };
  const tools = (...shares: number[]) => shares.map((share, at) => ({ id: `tool${at + 1}`, name: '', share, resultTokens: 0 }));
  expect(rulesFor({})).toEqual([]);
  expect(rulesFor({ tools: tools(0.7, 0.3) })).toEqual([]);
  const bare = drawnPolicy([
    ['entry', 'entry', {}, { next: 'loop' }],
    ['loop', 'agent-loop', FIXED, { model: 'model' }],
    ['model', 'model', INSTANT_MODEL],
  ]);
  expect(agentLoop.check.run(agentLoop.config.defaults, bare.nodes[1]!, graphView(bare))[0]?.message).toContain(
    'goes on after loop limit.',
  );
  expect(rulesFor({ tools: tools(0.7, 0.4) })).toEqual(['shares-above-one']);
  expect(rulesFor({ tools: [...tools(0.1), ...tools(0.1)] })).toEqual(['tool-id-twice']);
  expect(rulesFor({ tools: [{ id: 'model', name: '', share: 0.1, resultTokens: 0 }] })).toEqual(['tool-id-twice']);
  expect(rulesFor({ meanSteps: 5, maxIterations: 4 })).toEqual(['limit-below-mean']);
  expect(rulesFor({ endlessShare: 0.1, maxIterations: null })).toEqual(['endless-without-limit']);
  expect(rulesFor({ endlessShare: 0.1, maxIterations: null, spendingLimitUsd: 1 })).toEqual([]);
});

test('changes of tools are told by name', () => {
  const before = { ...agentLoop.config.defaults, ...FIXED, tools: [...FIXED.tools] } as AgentLoopConfig;
  const after = {
    ...before,
    maxIterations: null,
    tools: [
      { ...before.tools[0]!, share: 0.5 },
      { id: 'tool2', name: 'Pay', share: 0.1, resultTokens: 10 },
    ],
  };
  expect(agentLoop.describe.changes(before, after)).toEqual([
    'adds the tool “Pay”',
    'uses “Search” in 50 % of the steps (was 100 %)',
    'makes any number of steps (was 12 steps at most)',
  ]);
});
