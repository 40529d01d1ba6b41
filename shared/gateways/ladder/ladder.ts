import { failuresText, type Route } from '../../kinds/index.ts';
import type { FailureClass, Policy, PolicyNode } from '../../model/index.ts';
import { callsOf } from '../calls.ts';
import type { Difference } from '../dialect.ts';
import { configOf, rewrite, type Tell } from '../rewrite.ts';
import type { Condition, Drawn, DrawnCase, Entrance, LadderGateway, Ladders, Member } from './contract.ts';
import { casesIn, type Decision, excludes, isOfACall, type Ladder, lastWay, mapLadders, merged, normalised, taken } from './decision.ts';
import { drawLadders } from './draw.ts';

/** A fallback's own limit; a gateway's list is cut where the rehearsal's is. */
const MOST_RUNGS = 8;
/** Cases of one entrance: a choice of choices of choices multiplies. */
const MOST_CASES = 48;

/**
 * Gateways that know, for each route, one list of models to try. A drawn policy becomes a choice by conditions whose every way is such a ladder: fallbacks that stand
 * one in the other become one, a condition below a fallback is asked first, shares of a tier become weights. Both the rehearsed policy and the exported file are made
 * from these ladders.
 */
export function rewriteAsLadders(policy: Policy, gateway: LadderGateway): Ladders {
  const first = rewrite(policy, gateway.title, gateway.rules);
  const calls = callsOf(policy, first);
  const differences = new Map<string, Difference>();
  const tell: Tell = (nodeId, effect, sentence) => {
    const key = `${nodeId}\n${sentence}`;
    if (!differences.has(key)) differences.set(key, { nodeId, effect, sentence });
  };
  for (const { nodeId, effect, sentence } of first.differences) tell(nodeId, effect, sentence);
  const drawnId = (node: PolicyNode): string => calls.drawnId(node);

  // ── from the drawn structure to decisions and ladders
  const made = new Map<string, Decision>();
  const decide = (node: PolicyNode): Decision => {
    const known = made.get(node.id);
    if (known !== undefined) return known;
    const decision = decideAnew(node);
    made.set(node.id, decision);
    return decision;
  };

  function decideAnew(node: PolicyNode): Decision {
    switch (node.kind) {
      case 'fallback': {
        const tiers = calls.config(node)['tiers'] as { readonly id: string; readonly continueOn: FailureClass[] }[];
        const below = tiers.map(({ id }) => decide(calls.at(node, id)));
        const lists = tiers.slice(0, -1).map(({ continueOn }) => continueOn);
        if (calls.config(node)['onExhausted'] !== gateway.replies && tiers.length > 1) {
          const which = gateway.replies === 'last-failure' ? 'last' : 'first';
          tell(
            drawnId(node),
            'changed',
            `${node.name} replies with the ${which} failure when all tiers have failed: ${gateway.short} returns no other.`,
          );
        }
        return below.slice(1).reduce<Decision>(
          (done, next, at) =>
            grafted(done, next, node, (a, b) => ({
              kind: 'ladder',
              rungs: [...a.rungs, ...b.rungs],
              lists: [...a.lists, lists[at]!, ...b.lists],
              head: node,
            })),
          below[0]!,
        );
      }
      case 'router':
        return routed(node, 0);
      case 'timeout':
        if (calls.drawnKind(node) !== 'deadline') return oneModel(node);
        tell(
          drawnId(node),
          'changed',
          `${node.name} is kept where the application calls the gateway only: below a fallback or a router the rehearsal goes without it.`,
        );
        return decide(calls.at(node, 'next'));
      default:
        return oneModel(node);
    }
  }

  /** Routes are tried in their order: a run of shares is weights of all, a run of conditions is a choice. */
  function routed(node: PolicyNode, from: number): Decision {
    const routes = calls.config(node)['routes'] as Route[];
    const route = routes[from];
    if (route === undefined) return decide(calls.at(node, 'otherwise'));
    const isShare = route.condition === 'percentage';
    let end = from;
    while (end < routes.length && (routes[end]!.condition === 'percentage') === isShare) end++;
    const own = routes.slice(from, end);
    const ways = [...own.map(({ id }) => decide(calls.at(node, id))), routed(node, end)];
    if (!isShare) return { kind: 'choice', router: node, routes: own, ways };
    let left = 1;
    const weights = own.map(({ share }) => {
      const weight = left * share;
      left -= weight;
      return weight;
    });
    weights.push(left);
    const scaled = (decision: Decision, weight: number): Decision =>
      mapLadders(decision, (one) => ({
        ...one,
        rungs: one.rungs.map((rung) => rung.map((member) => ({ ...member, weight: member.weight * weight }))),
        head: node,
      }));
    return ways
      .map((way, at) => ({ way, weight: weights[at]! }))
      .filter(({ weight }) => weight > 1e-9)
      .map(({ way, weight }) => scaled(way, weight))
      .reduce<Decision>((done, next) => grafted(done, next, node, (a, b) => sharedOut(a, b, node)), {
        kind: 'ladder',
        rungs: [],
        lists: [],
        head: node,
      });
  }

  function sharedOut(a: Ladder, b: Ladder, node: PolicyNode): Ladder {
    const longer = a.rungs.length >= b.rungs.length ? a : b;
    if (a.rungs.length > 0 && (a.rungs.length > 1 || b.rungs.length > 1)) {
      tell(
        drawnId(node),
        'changed',
        `${node.name} shares out each tier below it anew: at ${gateway.short} a request that began one way may go on in another.`,
      );
    }
    return {
      kind: 'ladder',
      rungs: longer.rungs.map((_, at) => merged([...(a.rungs[at] ?? []), ...(b.rungs[at] ?? [])])),
      lists: longer.lists.map((_, at) => [...new Set([...(a.lists[at] ?? []), ...(b.lists[at] ?? [])])]),
      head: node,
    };
  }

  /** The second decision in the place of each end of the first; a router that has decided already is not asked again. */
  function grafted(a: Decision, b: Decision, node: PolicyNode, join: (a: Ladder, b: Ladder) => Ladder): Decision {
    if (a.kind === 'choice') {
      if (casesIn(a) * casesIn(b) <= MOST_CASES || b.kind === 'ladder') {
        return { ...a, ways: a.ways.map((way, at) => grafted(way, taken(b, a, at), node, join)) };
      }
      tell(
        drawnId(node),
        'changed',
        `${node.name} holds more choices one in the other than a route list can: those further below take “otherwise”.`,
      );
      return { ...a, ways: a.ways.map((way) => grafted(way, lastWay(b), node, join)) };
    }
    if (b.kind === 'choice') return { ...b, ways: b.ways.map((way) => grafted(a, way, node, join)) };
    return join(a, b);
  }

  function oneModel(node: PolicyNode): Ladder {
    return { kind: 'ladder', rungs: [[drawnMember(node)]], lists: [], head: modelAt(node) };
  }

  function drawnMember(node: PolicyNode): Drawn {
    const settings: { retry?: PolicyNode; timeout?: PolicyNode; breaker?: PolicyNode } = {};
    let at = node;
    while (at.kind !== 'model') {
      if (at.kind === 'retry' || at.kind === 'timeout' || at.kind === 'breaker') {
        settings[at.kind] = { ...at, id: drawnId(at) };
      } else throw new Error(`the rewriting left a node of the kind ${at.kind} above a model: ${at.id}`);
      at = calls.at(at, 'next');
    }
    return { model: { ...at, id: drawnId(at) }, ...settings, weight: 1 };
  }

  function modelAt(node: PolicyNode): PolicyNode {
    let at = node;
    while (at.kind !== 'model') at = calls.at(at, 'next');
    return at;
  }

  // ── what the gateway makes of them
  const entrances: { top: PolicyNode; decision: Decision; cases: DrawnCase[] }[] = calls.roots.map((root) => {
    const top = belowDeadlines(root);
    const decision = mapLadders(decide(top), (one) => withinLimits(one));
    return { top, decision, cases: casesOf(decision, []) };
  });

  function belowDeadlines(root: PolicyNode): PolicyNode {
    return root.kind === 'timeout' && calls.drawnKind(root) === 'deadline' ? belowDeadlines(calls.at(root, 'next')) : root;
  }

  function withinLimits(one: Ladder): Ladder {
    let { rungs, lists } = one;
    const rest = (rung: readonly Drawn[]): readonly Drawn[] => [...rung].sort((a, b) => b.weight - a.weight);
    const shared = rungs.findIndex(
      (rung, at) => rung.length > 1 && (gateway.splits === 'alone' ? rungs.length > 1 : gateway.splits === 'first' && at > 0),
    );
    if (shared >= 0) {
      const spread = rungs.flatMap((rung, at) => {
        const keeps = gateway.splits === 'every' || (gateway.splits === 'first' && at === 0) || rungs.length === 1;
        const parts = keeps || rung.length === 1 ? [rung] : rest(rung).map((member) => [{ ...member, weight: 1 }]);
        const own = lists[at];
        return parts.map((part, index) => ({ part, list: index < parts.length - 1 ? (own ?? lists[at - 1] ?? []) : own }));
      });
      rungs = spread.map(({ part }) => part);
      lists = spread.slice(0, -1).map(({ list }) => list ?? []);
      tell(
        drawnId(one.head),
        'changed',
        `${one.head.name} tries the model with the larger share first and the others after it: ${gateway.short} ${gateway.splits === 'first' ? 'shares out the first attempt only' : 'either shares out or keeps an order, not both'}.`,
      );
    }
    if (rungs.length > MOST_RUNGS) {
      tell(drawnId(one.head), 'changed', `${one.head.name} ends after ${MOST_RUNGS} tiers: no longer list is written.`);
      rungs = rungs.slice(0, MOST_RUNGS);
      lists = lists.slice(0, MOST_RUNGS - 1);
    }
    return { ...one, rungs: rungs.map(normalised), lists };
  }

  function casesOf(decision: Decision, when: readonly Condition[]): DrawnCase[] {
    if (decision.kind === 'ladder') return [caseOf(decision, when)];
    return decision.ways.flatMap((way, at) => {
      const route = decision.routes[at];
      return casesOf(way, route === undefined ? when : [...when, { routerId: drawnId(decision.router), route }]);
    });
  }

  function caseOf(one: Ladder, when: readonly Condition[]): DrawnCase {
    const drawn = [...new Set(one.lists.flat())];
    const continueOn = one.rungs.length > 1 ? gateway.leadsOn(drawn) : [];
    if (one.rungs.length > 1) {
      const gained = continueOn.filter((failure) => failure !== 'rejected-by-breaker' && one.lists.some((list) => !list.includes(failure)));
      const lost = drawn.filter((failure) => !continueOn.includes(failure) && isOfACall(failure));
      if (gained.length > 0) {
        tell(
          drawnId(one.head),
          'changed',
          `${one.head.name} also goes on after ${failuresText(gained)}: ${gateway.short} has one list for all tiers of a route and tells failures apart by their status.`,
        );
      }
      if (lost.length > 0) {
        tell(
          drawnId(one.head),
          'changed',
          `${one.head.name} does not go on after ${failuresText(lost)}: ${gateway.short} does not see ${lost.length === 1 ? 'it' : 'them'}.`,
        );
      }
    }
    return { when, rungs: one.rungs, continueOn, drawnId: drawnId(one.head), name: one.head.name };
  }

  if (gateway.prefersMoreConditions) for (const { cases } of entrances) tellOfOrder(cases);

  /** Cases that exclude each other may stand in any order. */
  function tellOfOrder(cases: readonly DrawnCase[]): void {
    for (const [at, one] of cases.entries()) {
      const later = cases.slice(at + 1).find((other) => other.when.length >= one.when.length && !excludes(one.when, other.when));
      const router = one.when.at(-1)?.routerId;
      if (later === undefined || router === undefined) continue;
      const name = policy.nodes.find(({ id }) => id === router)?.name ?? router;
      tell(
        router,
        'changed',
        `${name} may take another way where the conditions of two ways hold: ${gateway.short} prefers the route with more conditions and has no order among equals.`,
      );
    }
  }

  const all = entrances.flatMap(({ cases }) => cases);
  const settled: Entrance[] = entrances.map(({ top, cases }) => ({
    id: drawnId(top),
    name: top.name,
    cases: cases.map((one) => {
      const settings = gateway.settle(one, all, tell);
      return {
        ...one,
        rungs: one.rungs.map((rung, r) =>
          rung.map(
            (drawn, m): Member => ({
              drawnId: drawn.model.id,
              name: drawn.model.name,
              config: { ...configOf(drawn.model), requestTimeoutMs: settings[r]![m]!.timeoutMs },
              weight: drawn.weight,
              settings: settings[r]![m]!,
            }),
          ),
        ),
      };
    }),
  }));

  return {
    ...drawLadders({ policy, first, calls, decided: entrances, entrances: settled, replies: gateway.replies }),
    applications: first.applications,
    differences: [...differences.values()],
    entrances: settled,
  };
}
