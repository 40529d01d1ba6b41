import type { Policy, PolicyEdge, PolicyNode } from '../../model/index.ts';
import type { Calls } from '../calls.ts';
import type { Rewritten } from '../dialect.ts';
import { configOf } from '../rewrite.ts';
import type { Case, Entrance, LadderGateway, Member, Rung } from './contract.ts';
import type { Decision } from './decision.ts';

/** Of the kind. */
const MOST_ROUTES_OF_A_ROUTER = 16;

export interface ToDraw {
  /** As the application sees it: its own work stays as `first` has it. */
  readonly policy: Policy;
  readonly first: Rewritten;
  readonly calls: Calls;
  /** One for each entrance: the node at which it begins, and what is asked there. */
  readonly decided: readonly { readonly top: PolicyNode; readonly decision: Decision }[];
  readonly entrances: readonly Entrance[];
  readonly replies: LadderGateway['replies'];
}

/** The policy that says with the shipped kinds what the ladders say. */
export function drawLadders({ policy, first, calls, decided, entrances, replies }: ToDraw): Pick<Rewritten, 'policy' | 'copies'> {
  const nodes: PolicyNode[] = [];
  const edges: PolicyEdge[] = [];
  const copies = new Map<string, string>();
  const placed = new Set<string>();
  const usedIds = new Set(policy.nodes.map(({ id }) => id));
  const place = (drawn: string, node: Omit<PolicyNode, 'id'>): string => {
    let id = drawn;
    for (let copy = 2; placed.has(id) || (id !== drawn && usedIds.has(id)); copy++) id = `${drawn.slice(0, 58)}-${copy}`;
    placed.add(id);
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
    placed.add(node.id);
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
    const id = place(headOf('fallback', one), { kind: 'fallback', name: one.name, config: { tiers, onExhausted: replies } });
    for (const [at, rung] of one.rungs.entries()) edges.push({ from: id, port: `t${at + 1}`, to: placeRung(rung, one) });
    return id;
  };
  const placeDecision = (decision: Decision, next: () => Case): string => {
    if (decision.kind === 'ladder') return placeCase(next());
    const id = place(calls.drawnId(decision.router), {
      kind: 'router',
      name: decision.router.name,
      config: { routes: decision.routes.map((route) => ({ ...route })) },
    });
    for (const [at, way] of decision.ways.entries())
      edges.push({ from: id, port: decision.routes[at]?.id ?? 'otherwise', to: placeDecision(way, next) });
    return id;
  };
  const tops = new Map<string, string>();
  for (const [index, { top, decision }] of decided.entries()) {
    const cases = entrances[index]!.cases[Symbol.iterator]();
    const next = (): Case => cases.next().value as Case;
    tops.set(top.id, placeDecision(decision, next));
  }
  for (const edge of first.policy.edges) {
    if (above.has(edge.from)) edges.push({ ...edge, to: above.has(edge.to) ? edge.to : tops.get(edge.to)! });
  }
  return { policy: { ...first.policy, nodes, edges }, copies };
}
