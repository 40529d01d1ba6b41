import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRun, type RunPlan } from '../../shared/engine/index.ts';
import { compilePolicy, conditionTargetsOf } from '../../shared/kinds/index.ts';
import { type Attempt, createLiveRun, type LivePlan, type LiveRun, liveModel, type Upstream } from '../../shared/live/index.ts';
import {
  CALM,
  FAILURE_CLASSES,
  type FailureClass,
  outcomeOf,
  type Policy,
  type RequestTrace,
  type Scenario,
  type Traffic,
} from '../../shared/model/index.ts';
import { compileScenario } from '../../shared/scenario/index.ts';
import { anyProvider, anyScenario, anyTraffic, CASES, drawnTree, policyOf, unlimited } from './random-policy.ts';

/**
 * What is simulated is what runs: a live run on a clock that the test moves takes the same turns as the engine, call by call and instant by instant, for any
 * policy of any kinds.
 */

function planOf(policy: Policy, traffic: Traffic, scenario: Scenario): RunPlan {
  const conditionTargets = conditionTargetsOf(policy);
  return compilePolicy(policy, {
    traffic,
    conditions: compileScenario(scenario, conditionTargets),
    conditionTargets,
    seed: 3,
    bucketMs: 10_000,
    traceCount: traffic.requestCount,
  });
}

function simulated(plan: RunPlan): readonly RequestTrace[] {
  const run = createRun(plan);
  while (!run.advance(10_000));
  return run.figures().traces;
}

const livePlan = (plan: RunPlan): LivePlan => ({
  ...plan,
  codeOf: (column, value) => plan.traffic.metadata[column]!.values.indexOf(value),
  codeOfUser: (user) => plan.traffic.users.indexOf(user),
  waitsForWhole: () => false,
});

interface Scripted {
  readonly atMs: number;
  readonly attempt: number;
  readonly outcome: number;
}

/** Replays the traffic; `nextReply` names what the upstream says next, if anything. */
function replay(plan: RunPlan, upstream: Upstream, replies: Scripted[] = []): readonly RequestTrace[] {
  const { traffic } = plan;
  const traces: RequestTrace[] = [];
  const run: LiveRun = createLiveRun(livePlan(plan), upstream);
  const listener = { onEnd: () => {}, onTrace: (trace: RequestTrace) => void traces.push(trace) };
  let next = 0;
  for (;;) {
    const arrivalMs = traffic.arrivalMs[next] ?? Number.POSITIVE_INFINITY;
    replies.sort((a, b) => a.atMs - b.atMs || a.attempt - b.attempt);
    const reply = replies[0];
    if (reply !== undefined && reply.atMs <= run.nextMs && reply.atMs <= arrivalMs) {
      replies.shift();
      const usage = { inputTokens: 1, outputTokens: 1 };
      run.reply(reply.attempt, { outcome: reply.outcome, retryAfterMs: 0, usage, content: null }, reply.atMs);
    } else if (run.nextMs <= arrivalMs && run.nextMs !== Number.POSITIVE_INFINITY) run.advanceTo(run.nextMs);
    else if (next < traffic.requestCount) {
      const metadata = Object.entries(traffic.metadata).flatMap(([name, { codes, values }]) =>
        codes[next]! < 0 ? [] : [[name, values[codes[next]!]!]],
      );
      run.begin(
        {
          entry: plan.entries as number,
          inputTokens: traffic.inputTokens[next]!,
          outputTokens: traffic.outputTokens[next]!,
          user: traffic.users[traffic.user?.[next] ?? -1] ?? null,
          complexity: traffic.complexity?.[next] ?? null,
          metadata: Object.fromEntries(metadata) as Record<string, string>,
          content: null,
        },
        listener,
        arrivalMs,
      );
      next++;
    } else break;
  }
  expect(run.openRequests).toBe(0);
  return traces.sort((a, b) => a.request - b.request);
}

const NOBODY: Upstream = {
  send: () => expect.unreachable('a simulated model called an upstream'),
  abandon: () => expect.unreachable('a simulated model called an upstream'),
};

test('a live run is the simulation, call by call, for any policy under any scenario', { timeout: 3_600_000 }, () => {
  let requests = 0;
  let compared = 0;
  fc.assert(
    fc.property(drawnTree(), anyProvider('a'), anyProvider('b'), anyScenario, anyTraffic(), (root, a, b, scenario, traffic) => {
      const policy = policyOf(root, [a, b]);
      fc.pre(policy !== undefined);
      const plan = planOf(policy, traffic, scenario);
      const expected = simulated(plan);
      const happened = replay(plan, NOBODY);
      // Work in a line that never gets a slot ends with a run, and a live run has no end.
      const ended = new Set(happened.map(({ request }) => request));
      requests += expected.length;
      compared += ended.size;
      expect(happened).toEqual(expected.filter(({ request }) => ended.has(request)));
    }),
    { numRuns: Math.ceil(CASES / 2), maxSkipsPerRun: 20 },
  );
  expect(compared).toBeGreaterThan(0.99 * requests);
});

/** Kinds that `serve` runs on real models; a budget is left out, since what an attempt given up costs is known to the simulator alone. */
const SERVED = [
  'model',
  'fallback',
  'retry',
  'retry-budget',
  'breaker',
  'router',
  'rate-limit',
  'concurrency-limit',
  'deadline',
  'timeout',
  'hedge',
  'template',
  'cache',
  'input-guard',
];

/** What the simulated models did, played by an upstream: an attempt that ended there ends at the same instant in the same way, any other hangs. */
function upstreamLike(traces: readonly RequestTrace[], replies: Scripted[]): Upstream {
  const outcomes = new Map<string, FailureClass | 'answered' | undefined>();
  const spans = new Map<string, RequestTrace['spans'][number][]>();
  for (const trace of traces) {
    for (const span of trace.spans) {
      const key = `${trace.request}/${span.nodeId}`;
      spans.set(key, [...(spans.get(key) ?? []), span]);
    }
  }
  return {
    send({ id, nodeId, request, visit, sentAtMs }: Attempt) {
      const span = spans.get(`${request}/${nodeId}`)?.[visit];
      expect(span?.startMs, `visit ${visit} of ${nodeId} in request ${request}`).toBe(sentAtMs);
      const { outcome, endMs } = span!;
      outcomes.set(`${id}`, undefined);
      if (outcome === 'answered') replies.push({ atMs: endMs, attempt: id, outcome: 0 });
      else if (outcome !== 'cancelled' && outcome !== 'timeout')
        replies.push({ atMs: endMs, attempt: id, outcome: outcomeOf(FAILURE_CLASSES.find((failure) => failure === outcome)!) });
    },
    abandon() {},
  };
}

const turns = (traces: readonly RequestTrace[], models: ReadonlySet<string>) =>
  traces.map(({ request, outcome, tier, latencyMs, spans }) => ({
    request,
    outcome,
    tier,
    latencyMs,
    spans: spans.map(({ nodeId, parent, port, startMs, endMs, outcome: ended, facts }) => ({
      nodeId,
      parent,
      port,
      startMs,
      endMs,
      ended,
      facts: models.has(nodeId) ? [] : facts,
    })),
  }));

test('models that are really called and behave as the simulated ones did are called at the same instants, and the users get the same', {
  timeout: 3_600_000,
}, () => {
  let attempts = 0;
  fc.assert(
    fc.property(drawnTree(SERVED), anyTraffic(), (root, traffic) => {
      const policy = policyOf(root, [unlimited('a'), unlimited('b')]);
      fc.pre(policy !== undefined);
      const models = policy.nodes.filter(({ kind }) => kind === 'model');
      for (const { config } of models)
        Object.assign(config, { latencyShape: 'lognormal', ttftP50Ms: 300, ttftP95Ms: 2_000, failureAfterMs: 37 });
      const plan = planOf(policy, traffic, CALM);
      const expected = simulated(plan);
      const replies: Scripted[] = [];
      const served = { ...plan, nodes: plan.nodes.map((node) => (node.kind === 'model' ? { ...node, behavior: liveModel } : node)) };
      const happened = replay(served, upstreamLike(expected, replies), replies);
      const ids = new Set(models.map(({ id }) => id));
      expect(turns(happened, ids)).toEqual(turns(expected, ids));
      attempts += happened.reduce((sum, { spans }) => sum + spans.filter(({ nodeId }) => ids.has(nodeId)).length, 0);
    }),
    { numRuns: Math.ceil(CASES / 2), maxSkipsPerRun: 20 },
  );
  expect(attempts).toBeGreaterThan(1_000);
});
