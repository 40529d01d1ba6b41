import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunFigures } from '../../shared/engine/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import type { Policy, Traffic, Usd } from '../../shared/model/index.ts';
import { anyProvider, anyScenario, anyTraffic, CASES, drawnTree, policyOf, rehearse } from './random-policy.ts';

/** SEMANTICS: in = out, one reply a call, cost = sum of all attempts, whatever is drawn with whatever kinds are registered. */

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const countOf = (byFailure: Readonly<Record<string, number | undefined>>): number =>
  sum(Object.values(byFailure).map((count) => count ?? 0));
const closeTo = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

const owedUsd = ({ providers }: Policy, { arrivalMs }: Traffic): Usd =>
  sum(providers.map((one) => (one.provisionedTokensPerMin === null ? 0 : one.provisionedUsdPerHour))) *
  ((arrivalMs.at(-1) ?? 0) / 3_600_000);

/** First thing that does not add up; asserting each of some hundred sums with the test library would cost more than the runs. */
function broken(figures: RunFigures, owedUsd: Usd): string | undefined {
  const { outcomes, series, nodes, edges, cost, attempts, traces, breakers } = figures;
  const { answeredByTier, blocked, failed, byFailure, flawed = {} } = outcomes;
  const answered = sum(answeredByTier);
  const billed = cost.usd - (cost.provisionedUsd ?? 0);
  const found: (readonly [string, boolean])[] = [
    ['every request has one end', answered + blocked + failed === figures.requests],
    ['failures by class are those in all', countOf(byFailure) === blocked + failed],
    ['flawed answers are answers', Object.values(flawed).every((count) => count <= answered)],
    ['requests in time are all requests', sum(series.requests) === figures.requests],
    ['answers in time are all answers', series.answeredByTier.every((inTime, tier) => sum(inTime) === answeredByTier[tier])],
    ['ends in time are all ends', sum(series.blocked) === blocked && sum(series.failed) === failed],
    ['attempts in time are all attempts', sum(series.attempts) === attempts.total],
    ['money in time is all money', closeTo(sum(series.usd), cost.usd)],
    ['money of the nodes is all but the fee', closeTo(sum(nodes.map(({ usd }) => usd)), billed)],
    ['money of the requests is all but the fee', closeTo(sum(traces.map(({ usd }) => usd)), billed)],
    ['money of the spans is all but the fee', closeTo(sum(traces.flatMap(({ spans }) => spans.map(({ usd }) => usd))), billed)],
    ['the fee is owed for as long as requests arrive', closeTo(cost.provisionedUsd ?? 0, owedUsd)],
    ['not more is wasted than was paid', cost.wastedUsd <= cost.usd + 1e-12 && cost.wastedUsd >= -1e-12],
    ['the engine’s own identities hold', figures.checks.every(({ relativeError }) => relativeError <= 1e-9)],
    ['every attempt is a call of somebody', attempts.total <= sum(nodes.map(({ calls }) => calls))],
    [
      'availability is answers over what was to be answered',
      closeTo(figures.availability * (figures.requests - blocked), figures.requests === blocked ? 0 : answered),
    ],
  ];
  edges.forEach((edge, at) => {
    const inTime = series.edges[at]!;
    found.push(
      [`calls ${edge.from}:${edge.port} in time`, sum(inTime.calls) === edge.calls],
      [`answers ${edge.from}:${edge.port} in time`, inTime.answeredByTier.every((tier, index) => sum(tier) === edge.answeredByTier[index])],
      [`failures ${edge.from}:${edge.port} in time`, sum(inTime.failed) === edge.failed],
      [`no more replies than calls of ${edge.from}:${edge.port}`, sum(edge.answeredByTier) + edge.failed <= edge.calls],
    );
  });
  for (const node of nodes) {
    const into = sum(edges.filter(({ to }) => to === node.id).map(({ calls }) => calls));
    found.push(
      [`calls of ${node.id} are those of its edges`, node.calls === (node.kind === 'entry' ? figures.requests : into)],
      [`each call of ${node.id} has one end`, node.calls === node.answered + countOf(node.failures) + node.abandoned],
    );
  }
  for (const { nodeId, transitions } of breakers) {
    transitions.forEach(({ from, to, atMs }, at) => {
      const before = transitions[at - 1];
      found.push([
        `breaker ${nodeId} goes on from where it was`,
        from === (before?.to ?? 'closed') && from !== to && atMs >= (before?.atMs ?? 0),
      ]);
    });
  }
  for (const { spans, arrivalMs, latencyMs } of traces) {
    found.push([
      'no span begins before its request or its caller',
      spans.every((span) => span.startMs >= (span.parent === null ? arrivalMs : spans[span.parent]!.startMs)),
    ]);
    found.push(['the first span is the request', closeTo(spans[0]!.endMs - spans[0]!.startMs, latencyMs)]);
  }
  return found.find(([, holds]) => !holds)?.[0];
}

const shuffled = (policy: Policy): Policy => ({
  ...policy,
  providers: [...policy.providers].reverse().map((one) => ({ ...one, models: [...one.models].reverse() })),
  nodes: [...policy.nodes].reverse(),
  edges: [...policy.edges].reverse(),
});

const met = new Set<string>();

test('whatever is drawn adds up, and is the same however its file is ordered', { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(drawnTree(), anyProvider('a'), anyProvider('b'), anyScenario, anyTraffic(), (root, a, b, scenario, traffic) => {
      const policy = policyOf(root, [a, b]);
      fc.pre(policy !== undefined);
      for (const { kind } of policy.nodes) met.add(kind);
      const figures = rehearse(policy, traffic, scenario);
      const wrong = broken(figures, owedUsd(policy, traffic));
      if (wrong !== undefined) throw new Error(`not so: ${wrong}`);
      expect(JSON.stringify(rehearse(shuffled(policy), traffic, scenario))).toBe(JSON.stringify(figures));
    }),
    { numRuns: CASES, maxSkipsPerRun: 20 },
  );
});

test('that was every registered kind', () => {
  expect([...kinds.keys()].filter((kind) => !met.has(kind))).toEqual([]);
});
