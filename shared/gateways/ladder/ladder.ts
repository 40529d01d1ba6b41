import { failuresText, type Route, valuesOf } from '../../kinds/index.ts';
import type { FailureClass, Policy, PolicyEdge, PolicyNode } from '../../model/index.ts';
import { callsOf } from '../calls.ts';
import type { Difference, Rewritten } from '../dialect.ts';
import { configOf, type Rules, rewrite, type Tell } from '../rewrite.ts';

/**
 * Gateways that know, for each route, one list of models to try. A drawn policy becomes a choice by conditions whose every way is such a ladder: fallbacks that stand
 * one in the other become one, a condition below a fallback is asked first, shares of a tier become weights. Both the rehearsed policy and the exported file are made
 * from these ladders.
 */

/** One model of a rung with what is set upon it. */
export interface Member {
  /** The model's id as drawn. */
  readonly drawnId: string;
  readonly name: string;
  /** Config of the model. */
  readonly config: Readonly<Record<string, any>>;
  /** Share of its rung, 0 to 1. */
  readonly weight: number;
  readonly settings: Settings;
}

/** What holds for each attempt of a model. */
export interface Settings {
  /** Config of a retry, as the gateway does it; undefined = one attempt. */
  readonly retry?: Placed | undefined;
  /** Config of a breaker. */
  readonly breaker?: Placed | undefined;
  /** Of one attempt, in milliseconds. */
  readonly timeoutMs: number;
}

/** A setting that keeps the id and the name of the node that it is drawn as. */
export interface Placed {
  readonly drawnId: string;
  readonly name: string;
  readonly config: Readonly<Record<string, any>>;
}

export type Rung = readonly Member[];

/** A route that was taken, of the router as drawn; a request that comes so far has met the condition of none of the routes before it. */
export interface Condition {
  readonly routerId: string;
  readonly route: Route;
}

export interface Case {
  /** All of them hold; empty = every request that no case before takes. */
  readonly when: readonly Condition[];
  /** In the order of the attempts, at least one. */
  readonly rungs: readonly Rung[];
  /** Failures after which the next rung is tried; those after which one is retried are the retry's. */
  readonly continueOn: readonly FailureClass[];
  /** The drawn node at which the ladder begins: a fallback, a router by shares or a model. */
  readonly drawnId: string;
  readonly name: string;
}

/** One call of the gateway by the application. */
export interface Entrance {
  /** Id of the node as it stands in the rewritten policy. */
  readonly id: string;
  readonly name: string;
  /** The first whose conditions hold takes the request. */
  readonly cases: readonly Case[];
}

export interface Ladders extends Rewritten {
  readonly entrances: readonly Entrance[];
}

/** A model with what is drawn above it, before the gateway has had its say. */
export interface Drawn {
  readonly model: PolicyNode;
  readonly retry?: PolicyNode;
  readonly timeout?: PolicyNode;
  readonly breaker?: PolicyNode;
  readonly weight: number;
}

export interface DrawnCase {
  readonly when: readonly Condition[];
  readonly rungs: readonly (readonly Drawn[])[];
  readonly continueOn: readonly FailureClass[];
  readonly drawnId: string;
  readonly name: string;
}

export interface LadderGateway {
  /** "Envoy AI Gateway 1.0" */
  readonly title: string;
  readonly short: string;
  readonly rules: Rules;
  /** `every`: each rung may be shared out. `first`: only the first. `alone`: only a ladder of one rung; elsewhere the larger share is tried first. */
  readonly splits: 'every' | 'first' | 'alone';
  /** Failures that it goes on after, when these are drawn: it cannot tell some apart and does not see others. */
  leadsOn(drawn: readonly FailureClass[]): FailureClass[];
  /** Which failure is the reply when every rung has failed. */
  readonly replies: 'last-failure' | 'first-failure';
  /** Where two cases hold, the one with more conditions takes the request, and not the one drawn first. */
  readonly prefersMoreConditions: boolean;
  /** Settings of each rung's each model. `all`: every case of the policy, for what is set once for a provider. */
  settle(one: DrawnCase, all: readonly DrawnCase[], tell: Tell): Settings[][];
}

/** A fallback's own limit; a gateway's list is cut where the rehearsal's is. */
const MOST_RUNGS = 8;
/** Cases of one entrance: a choice of choices of choices multiplies. */
const MOST_CASES = 48;

type Decision =
  | { readonly kind: 'choice'; readonly router: PolicyNode; readonly routes: readonly Route[]; readonly ways: readonly Decision[] }
  | {
      readonly kind: 'ladder';
      readonly rungs: readonly (readonly Drawn[])[];
      readonly lists: readonly (readonly FailureClass[])[];
      readonly head: PolicyNode;
    };
type Ladder = Extract<Decision, { kind: 'ladder' }>;

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
      default:
        return { kind: 'ladder', rungs: [[drawnMember(node)]], lists: [], head: modelAt(node) };
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

  function drawnMember(node: PolicyNode): Drawn {
    const settings: { retry?: PolicyNode; timeout?: PolicyNode; breaker?: PolicyNode } = {};
    let at = node;
    while (at.kind !== 'model') {
      if (at.kind === 'timeout' && calls.drawnKind(at) === 'deadline') {
        tell(
          drawnId(at),
          'changed',
          `${at.name} ends only where the application gives up: in the rehearsal it is not kept below a choice.`,
        );
      } else if (at.kind === 'retry' || at.kind === 'timeout' || at.kind === 'breaker') {
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

  // ── the policy that says the same with the shipped kinds
  const nodes: PolicyNode[] = [];
  const edges: PolicyEdge[] = [];
  const copies = new Map<string, string>();
  const taken_ = new Set<string>();
  const usedIds = new Set(policy.nodes.map(({ id }) => id));
  const place = (drawn: string, node: Omit<PolicyNode, 'id'>): string => {
    let id = drawn;
    for (let copy = 2; taken_.has(id) || (id !== drawn && usedIds.has(id)); copy++) id = `${drawn.slice(0, 58)}-${copy}`;
    taken_.add(id);
    if (id !== drawn) copies.set(id, drawn);
    nodes.push({ ...node, id, name: id === drawn ? node.name : `${node.name.slice(0, 190)} (${id.slice(drawn.slice(0, 58).length + 1)})` });
    return id;
  };

  // What stays with the application stands as the first rewriting has it.
  const above = new Set<string>();
  for (const node of first.policy.nodes) {
    if (node.kind === 'entry' || first.applications.has(node.id)) above.add(node.id);
  }
  for (const root of calls.roots) {
    for (let at = root; at.kind === 'timeout' && calls.drawnKind(at) === 'deadline'; at = calls.at(at, 'next')) above.add(at.id);
  }
  for (const node of first.policy.nodes) {
    if (!above.has(node.id)) continue;
    nodes.push(node);
    taken_.add(node.id);
    const drawn = first.copies.get(node.id);
    if (drawn !== undefined) copies.set(node.id, drawn);
  }
  const placedMembers = new Map<string, string>();
  const placeMember = (member: Member): string => {
    const key = JSON.stringify([member.drawnId, member.settings]);
    const there = placedMembers.get(key);
    if (there !== undefined) return there;
    const chain = [
      ...(member.settings.retry === undefined
        ? []
        : [
            place(member.settings.retry.drawnId, {
              kind: 'retry',
              name: member.settings.retry.name,
              config: { ...member.settings.retry.config },
            }),
          ]),
      ...(member.settings.breaker === undefined
        ? []
        : [
            place(member.settings.breaker.drawnId, {
              kind: 'breaker',
              name: member.settings.breaker.name,
              config: { ...member.settings.breaker.config },
            }),
          ]),
      place(member.drawnId, { kind: 'model', name: member.name, config: { ...member.config } }),
    ];
    for (let at = 0; at + 1 < chain.length; at++) edges.push({ from: chain[at]!, port: 'next', to: chain[at + 1]! });
    placedMembers.set(key, chain[0]!);
    return chain[0]!;
  };
  const drawnNodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const headOf = (kind: string, one: Case): string =>
    drawnNodes.get(one.drawnId)?.kind === kind ? one.drawnId : `${one.drawnId.slice(0, 50)}-${kind}`;
  const placeRung = (rung: Rung, one: Case): string => {
    if (rung.length === 1) return placeMember(rung[0]!);
    let left = 1;
    const routes = rung.slice(0, -1).map(({ weight }, at) => {
      const share = left > 0 ? Math.min(1, weight / left) : 1;
      left -= weight;
      return { id: `r${at + 1}`, condition: 'percentage', share };
    });
    const shown = routes.slice(0, MOST_ROUTES_OF_A_ROUTER);
    const id = place(headOf('router', one), { kind: 'router', name: `${one.name.slice(0, 180)}, shares`, config: { routes: shown } });
    for (const [at, member] of rung.slice(0, shown.length + 1).entries())
      edges.push({ from: id, port: at < shown.length ? `r${at + 1}` : 'otherwise', to: placeMember(member) });
    return id;
  };
  const placeCase = (one: Case): string => {
    if (one.rungs.length === 1) return placeRung(one.rungs[0]!, one);
    const drawn = drawnNodes.get(one.drawnId);
    const names = drawn?.kind === 'fallback' ? (configOf(drawn)['tiers'] as { name: string }[]).map(({ name }) => name) : [];
    const tiers = one.rungs.map((_, at) => ({ id: `t${at + 1}`, name: names[at] ?? '', continueOn: [...one.continueOn] }));
    const id = place(headOf('fallback', one), { kind: 'fallback', name: one.name, config: { tiers, onExhausted: gateway.replies } });
    for (const [at, rung] of one.rungs.entries()) edges.push({ from: id, port: `t${at + 1}`, to: placeRung(rung, one) });
    return id;
  };
  const placeDecision = (decision: Decision, next: () => Case): string => {
    if (decision.kind === 'ladder') return placeCase(next());
    const id = place(drawnId(decision.router), {
      kind: 'router',
      name: decision.router.name,
      config: { routes: decision.routes.map((route) => ({ ...route })) },
    });
    for (const [at, way] of decision.ways.entries())
      edges.push({ from: id, port: decision.routes[at]?.id ?? 'otherwise', to: placeDecision(way, next) });
    return id;
  };
  const tops = new Map<string, string>();
  for (const [index, { top, decision }] of entrances.entries()) {
    const cases = settled[index]!.cases[Symbol.iterator]();
    const next = (): Case => cases.next().value as Case;
    tops.set(top.id, placeDecision(decision, next));
  }
  for (const edge of first.policy.edges) {
    if (above.has(edge.from)) edges.push({ ...edge, to: above.has(edge.to) ? edge.to : tops.get(edge.to)! });
  }
  return {
    policy: { ...first.policy, nodes, edges },
    copies,
    applications: first.applications,
    differences: [...differences.values()],
    entrances: settled,
  };
}

/** Of the kind. */
const MOST_ROUTES_OF_A_ROUTER = 16;

/** Others come from the application or from what is left out, and are told there. */
export const isOfACall = (failure: FailureClass): boolean =>
  !['cancelled', 'over-budget', 'tool-failure', 'loop-limit', 'shed', 'blocked-by-guard', 'rejected-by-breaker'].includes(failure);

/** The value that a request must carry for a condition, by the key it is carried under. */
const valuesAt = ({ routerId, route }: Condition): readonly [key: string, values: readonly string[]] =>
  route.condition === 'metadata' ? [route.key, valuesOf(route)] : [`route-${routerId}`, [route.id]];

function excludes(a: readonly Condition[], b: readonly Condition[]): boolean {
  return a.some((one) => {
    const [key, values] = valuesAt(one);
    return b.some((other) => {
      const [otherKey, otherValues] = valuesAt(other);
      return key === otherKey && !values.some((value) => otherValues.includes(value));
    });
  });
}

const mapLadders = (decision: Decision, change: (one: Ladder) => Ladder): Decision =>
  decision.kind === 'ladder' ? change(decision) : { ...decision, ways: decision.ways.map((way) => mapLadders(way, change)) };

const casesIn = (decision: Decision): number =>
  decision.kind === 'ladder' ? 1 : decision.ways.reduce((sum, way) => sum + casesIn(way), 0);

/** What is left to decide once a router has taken its way. */
function taken(decision: Decision, by: Extract<Decision, { kind: 'choice' }>, way: number): Decision {
  if (decision.kind === 'ladder') return decision;
  if (decision.router === by.router && decision.routes[0]?.id === by.routes[0]?.id) return taken(decision.ways[way]!, by, way);
  return { ...decision, ways: decision.ways.map((one) => taken(one, by, way)) };
}

const lastWay = (decision: Decision): Ladder => (decision.kind === 'ladder' ? decision : lastWay(decision.ways.at(-1)!));

const modelKey = ({ model, retry, timeout, breaker }: Drawn): string => [model.id, retry?.id, timeout?.id, breaker?.id].join(' ');

/** One model in one rung twice is one with both shares. */
function merged(rung: readonly Drawn[]): readonly Drawn[] {
  const byKey = new Map<string, Drawn>();
  for (const member of rung) {
    const there = byKey.get(modelKey(member));
    byKey.set(modelKey(member), there === undefined ? member : { ...there, weight: there.weight + member.weight });
  }
  return [...byKey.values()];
}

function normalised(rung: readonly Drawn[]): readonly Drawn[] {
  const sum = rung.reduce((total, { weight }) => total + weight, 0);
  return rung.map((member) => ({ ...member, weight: sum > 0 ? member.weight / sum : 1 / rung.length }));
}
