import { entriesOf, kinds, parsedConfig } from '../kinds/index.ts';
import { edgeId, type FailureClass, type Policy, type PolicyEdge, type PolicyNode } from '../model/index.ts';
import { placeGroup } from './deployment-group.ts';
import type { DeploymentGroup, Difference, Rewritten } from './dialect.ts';

/**
 * What gateways have in common when they run a policy: retries, time limits and cool-downs belong to the call of one model, and of several that are drawn one
 * above the other the nearest counts. So these are taken off the places where they are drawn and set upon each model below.
 */

/** What becomes of a node. */
export type Treatment =
  /** The gateway's own structure (a choice, a chain, a check): stays, with this config, or as this other kind of the same ports. What is set upon models moves through it. */
  | { readonly as: 'structure'; readonly config?: Readonly<Record<string, unknown>>; readonly kind?: string }
  /** Set upon the models below. */
  | { readonly as: 'setting'; readonly slot: Slot }
  /** A check of every answer, made upon each model below, with this config. */
  | { readonly as: 'check-of-models'; readonly config: Readonly<Record<string, unknown>> }
  /** The gateway has no such thing: its first connected port takes its place. */
  | { readonly as: 'left-out' }
  /** An answer that the gateway cannot give: a tier of a fallback that comes to it is gone. Elsewhere it stays, for something must answer. */
  | { readonly as: 'no-tier' }
  /** Stays as drawn, and so does everything drawn above it. */
  | { readonly as: 'application' };

export type Slot = 'retry' | 'timeout' | 'breaker';

/** What stands above a model, each the nearest one drawn. */
export interface Above {
  readonly retry?: PolicyNode;
  readonly timeout?: PolicyNode;
  readonly breaker?: PolicyNode;
  /** With `sharesBreakers`: the breaker of the fallback or load balance of whose targets the model is one. */
  readonly targetsBreaker?: PolicyNode | undefined;
  /** Checks of the model's answers, outermost first. */
  readonly checks?: readonly PolicyNode[];
  /** Deployments among which a percentage router shares out the requests; 1 without one. */
  readonly sharedBy: number;
}

/** A node to be set upon a model. The first that stands for a drawn node gets its id and name. */
export interface Setting {
  readonly drawnId: string;
  readonly kind: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export type Tell = (nodeId: string, effect: Difference['effect'], sentence: string) => void;

export interface Rules {
  treat(node: PolicyNode, tell: Tell): Treatment;
  /** Outermost first. */
  settingsFor(model: PolicyNode, above: Above, tell: Tell): readonly Setting[];
  /** Of a gateway whose breakers take one of several targets out and are set for all of them: the first one drawn above a target. */
  readonly sharesBreakers?: true;
  /**
   * Only of a gateway to which a percentage router over models is one group, that picks a deployment anew at each attempt and passes over cooled ones.
   * `retries`: those above each of its models.
   */
  attemptsOfGroup?(router: PolicyNode, retries: readonly (PolicyNode | undefined)[], tell: Tell): GroupAttempts;
}

export interface GroupAttempts {
  /** In all, 1 or more. */
  readonly attempts: number;
  readonly retryAfter: readonly FailureClass[];
  /** The drawn retry that they stand for. */
  readonly retry?: PolicyNode;
}

/** Config with its defaults; throws for a kind or a config that lint would refuse. */
export function configOf(node: PolicyNode): Record<string, any> {
  const kind = kinds.get(node.kind);
  if (kind === undefined) throw new Error(`node ${node.id} is of the unknown kind ${JSON.stringify(node.kind)}`);
  const parsed = parsedConfig(kind, node);
  if (!parsed.success) throw parsed.error;
  return parsed.data as Record<string, any>;
}

/** `title` names the gateway in the policy's name, so that a result says what was run. */
export function rewrite(policy: Policy, title: string, rules: Rules): Rewritten {
  const drawn = new Map(policy.nodes.map((node) => [node.id, node]));
  const targets = new Map(policy.edges.map((edge) => [edgeId(edge), edge.to]));
  const nodes: PolicyNode[] = [];
  const edges: PolicyEdge[] = [];
  const usedIds = new Set(policy.nodes.map(({ id }) => id));
  const placedIds = new Set<string>();
  const copies = new Map<string, string>();
  const applications = new Set<string>();
  const groups = new Map<string, DeploymentGroup>();
  const differences = new Map<string, Difference>();
  const made = new Map<string, string>();

  const tell: Tell = (nodeId, effect, sentence) => {
    const key = `${nodeId}\n${sentence}`;
    if (!differences.has(key)) differences.set(key, { nodeId, effect, sentence });
  };
  const calledBy = (node: PolicyNode): readonly { readonly port: string; readonly node: PolicyNode }[] =>
    portsOf(node).flatMap((port) => {
      const target = drawn.get(targets.get(edgeId({ from: node.id, port })) ?? '');
      return target === undefined ? [] : [{ port, node: target }];
    });

  /** The drawn id once, then that id with a number: no two nodes may share their dice. */
  function place(node: PolicyNode): string {
    if (!placedIds.has(node.id)) {
      placedIds.add(node.id);
      nodes.push(node);
      return node.id;
    }
    let copy = 2;
    while (usedIds.has(`${node.id.slice(0, 58)}-${copy}`)) copy++;
    const id = `${node.id.slice(0, 58)}-${copy}`;
    usedIds.add(id);
    copies.set(id, node.id);
    nodes.push({ ...node, id, name: `${node.name.slice(0, 190)} (${copy})` });
    return id;
  }

  /** Id of what now stands where `node` is called under `above`; `unplaced` are the settings drawn since the last structure, outermost first. */
  function put(node: PolicyNode, above: Above, unplaced: readonly PolicyNode[]): string {
    const key = [
      node.id,
      above.retry?.id,
      above.timeout?.id,
      above.breaker?.id,
      above.targetsBreaker?.id,
      above.sharedBy,
      ...(above.checks ?? []).map(({ id }) => id),
      '|',
      ...unplaced.map(({ id }) => id),
    ].join(' ');
    const there = made.get(key);
    if (there !== undefined) return there;
    const id = putNew(node, above, unplaced);
    made.set(key, id);
    return id;
  }

  function putNew(node: PolicyNode, above: Above, unplaced: readonly PolicyNode[]): string {
    if (node.kind === 'model') return putModel(node, above);
    const treatment = treatmentOf(node);
    const [first] = calledBy(node);
    switch (treatment.as) {
      case 'setting':
        if (first === undefined) throw new Error(`${node.id} calls nothing`);
        return put(first.node, { ...above, [treatment.slot]: node }, [...unplaced, node]);
      case 'check-of-models':
        if (first === undefined) throw new Error(`${node.id} calls nothing`);
        return put(first.node, { ...above, checks: [...(above.checks ?? []), { ...node, config: treatment.config }] }, [...unplaced, node]);
      case 'left-out':
        return first === undefined ? place(node) : put(first.node, above, unplaced);
      case 'structure':
        return putStructure(node, treatment.kind ?? node.kind, treatment.config ?? node.config, above);
      case 'no-tier':
      case 'application': {
        const top = unplaced.map(place);
        const id = place(node);
        for (const one of [...top, id]) applications.add(one);
        for (const [index, setting] of top.entries()) {
          edges.push({ from: setting, port: portsOf(unplaced[index]!)[0]!, to: top[index + 1] ?? id });
        }
        // Below the application's own work a new call to the gateway begins.
        for (const called of calledBy(node)) edges.push({ from: id, port: called.port, to: put(called.node, NOTHING_ABOVE, []) });
        return top[0] ?? id;
      }
    }
  }

  /**
   * A gateway sees one call at a time, so what stands above the application's own work cannot be its either; nor can what stands above an answer that
   * it cannot give, unless a fallback goes without that tier.
   */
  function treatmentOf(node: PolicyNode): Treatment {
    if (isWork(node) || !keptBelow(node).some(holdsWork)) return rules.treat(node, tell);
    tell(
      node.id,
      'application',
      `${node.name} stays with the application: below it the application answers by itself or makes calls one by one.`,
    );
    return { as: 'application' };
  }

  /** What becomes of a node, without a word about it. */
  const unsaid = new Map<string, Treatment>();
  function quietly(node: PolicyNode): Treatment {
    const known = unsaid.get(node.id) ?? rules.treat(node, () => undefined);
    unsaid.set(node.id, known);
    return known;
  }

  function isWork(node: PolicyNode): boolean {
    if (node.kind === 'model') return false;
    const { as } = quietly(node);
    return as === 'application' || as === 'no-tier';
  }

  const workAt = new Map<string, boolean>();
  function holdsWork(node: PolicyNode): boolean {
    let holds = workAt.get(node.id);
    if (holds === undefined) {
      holds = isWork(node) || keptBelow(node).some(holdsWork);
      workAt.set(node.id, holds);
    }
    return holds;
  }

  /** A fallback whose every tier is such an answer keeps them all. */
  function keptBelow(node: PolicyNode): readonly PolicyNode[] {
    const below = calledBy(node).map((called) => called.node);
    if (node.kind !== 'fallback') return below;
    const kept = below.filter((tier) => !endsInNothing(tier, () => undefined));
    return kept.length > 0 ? kept : below;
  }

  function putStructure(node: PolicyNode, kind: string, config: Readonly<Record<string, unknown>>, above: Above): string {
    const called = calledBy(node);
    const below = node.kind === 'fallback' ? called.filter((tier) => !endsInNothing(tier.node, tell)) : called;
    const kept = below.length > 0 ? below : called;
    let keptConfig = config;
    if (kept.length < called.length) {
      const ports = new Set(kept.map(({ port }) => port));
      keptConfig = { ...config, tiers: (configOf({ ...node, config })['tiers'] as { id: string }[]).filter(({ id }) => ports.has(id)) };
    }
    const shares = node.kind === 'router' && isByPercentage(node);
    if (shares && rules.attemptsOfGroup !== undefined) {
      const members = called.map(({ node: next }) => deploymentAt(next, { ...above, sharedBy: called.length }));
      if (members.every((member) => member !== undefined)) {
        return putGroup(
          { ...node, kind, config },
          called.map(({ port }) => port),
          members,
          rules.attemptsOfGroup(
            node,
            members.map((member) => member.above.retry),
            tell,
          ),
        );
      }
    }
    const id = place({ ...node, kind, config: keptConfig });
    // Where deployments make a group, a router over anything else shares out among calls, not among deployments.
    const sharedBy =
      shares && rules.attemptsOfGroup === undefined ? called.length : shares || node.kind === 'fallback' ? 1 : above.sharedBy;
    const shared = rules.sharesBreakers === true ? { targetsBreaker: targetsBreaker(node, kept, shares, above) } : {};
    const inside: Above = { ...above, sharedBy, ...shared };
    for (const { port, node: next } of kept) edges.push({ from: id, port, to: put(next, inside, []) });
    return id;
  }

  /** What chooses by a condition has no targets to take out, and of a single one there is no other to take. */
  function targetsBreaker(node: PolicyNode, kept: readonly { readonly node: PolicyNode }[], shares: boolean, above: Above) {
    if (node.kind === 'router' && !shares) return undefined;
    if ((node.kind !== 'router' && node.kind !== 'fallback') || kept.length < 2) return above.targetsBreaker;
    const own = kept.map((target) => firstBreaker(target.node)).find((one) => one !== undefined);
    return own ?? above.breaker ?? above.targetsBreaker;
  }

  /** Drawn above the model that a call of this node comes to, through nothing but settings, checks and what is left out. */
  function firstBreaker(node: PolicyNode): PolicyNode | undefined {
    if (node.kind === 'model') return undefined;
    const treatment = quietly(node);
    if (treatment.as === 'setting' && treatment.slot === 'breaker') return node;
    const [first] = calledBy(node);
    return treatment.as === 'no-tier' ||
      treatment.as === 'application' ||
      node.kind === 'fallback' ||
      node.kind === 'router' ||
      first === undefined
      ? undefined
      : firstBreaker(first.node);
  }

  /** Does a call of this node come, through nothing but what is left out, to an answer that the gateway cannot give? */
  function endsInNothing(node: PolicyNode, told: Tell): boolean {
    if (node.kind === 'model') return false;
    const { as } = quietly(node);
    if (as === 'no-tier') {
      rules.treat(node, told);
      return true;
    }
    const [first] = calledBy(node);
    return (as === 'left-out' || as === 'setting' || as === 'check-of-models') && first !== undefined && endsInNothing(first.node, told);
  }

  /** The model that a call of this node comes to, through nothing but settings and what is left out. */
  function deploymentAt(node: PolicyNode, above: Above): Member | undefined {
    if (node.kind === 'model') return { model: node, above };
    const treatment = quietly(node);
    const [first] = calledBy(node);
    if (first === undefined) return undefined;
    if (treatment.as === 'setting') return deploymentAt(first.node, { ...above, [treatment.slot]: node });
    if (treatment.as !== 'left-out') return undefined;
    const member = deploymentAt(first.node, above);
    if (member !== undefined) rules.treat(node, tell);
    return member;
  }

  function putGroup(
    router: PolicyNode,
    ports: readonly string[],
    members: readonly Member[],
    { attempts, retryAfter, retry }: GroupAttempts,
  ): string {
    const shareOf = new Map((configOf(router)['routes'] as { id: string; share: number }[]).map(({ id, share }) => [id, share]));
    let left = 1;
    const deployments = members.map(({ model, above: { retry: _, ...others } }, at) => {
      const weight = left * (shareOf.get(ports[at]!) ?? 1);
      left -= weight;
      return { id: putModel(model, others), name: model.name, weight };
    });
    const freshId = (wish: string): string => {
      let id = wish;
      for (let copy = 2; usedIds.has(id); copy++) id = `${wish.slice(0, 60)}-${copy}`;
      usedIds.add(id);
      return id;
    };
    const id = placeGroup({ router, ports, deployments, attempts, retryAfter, retry, place, freshId, edges });
    groups.set(id, { routerId: router.id, deployments, attempts, retryAfter, retryId: retry?.id });
    return id;
  }

  function putModel(node: PolicyNode, above: Above): string {
    const settings = rules.settingsFor(node, above, tell);
    const key = JSON.stringify([node.id, settings]);
    const there = made.get(key);
    if (there !== undefined) return there;
    const chain = settings.map(({ drawnId, kind, name, config }) => place({ id: drawnId, kind, name, config: { ...config } }));
    chain.push(place(node));
    for (let at = 0; at + 1 < chain.length; at++) edges.push({ from: chain[at]!, port: 'next', to: chain[at + 1]! });
    made.set(key, chain[0]!);
    return chain[0]!;
  }

  for (const entry of entriesOf(policy)) {
    place(entry);
    for (const { port, node } of calledBy(entry)) edges.push({ from: entry.id, port, to: put(node, NOTHING_ABOVE, []) });
  }
  const name = `${policy.name.slice(0, 140)}, as ${title} would run it`;
  return { policy: { ...policy, name, nodes, edges }, copies, applications, groups, differences: [...differences.values()] };
}

interface Member {
  readonly model: PolicyNode;
  readonly above: Above;
}

const NOTHING_ABOVE: Above = { sharedBy: 1 };

/** The application goes on giving up at its deadline, but a gateway that does not know of it tries again until it is cut off. */
export function deadlineTreatment(node: PolicyNode, gateway: string, tell: Tell): Treatment {
  tell(
    node.id,
    'changed',
    `${node.name} is the application’s time limit: ${gateway} is not told of it, so it waits and tries again until it is cut off.`,
  );
  return { as: 'structure', kind: 'timeout', config: { timeoutMs: configOf(node)['budgetMs'] } };
}

const portsOf = (node: PolicyNode): readonly string[] =>
  (kinds.get(node.kind)?.face.ports(configOf(node)) ?? []).map((port: { readonly id: string }) => port.id);

const isByPercentage = (node: PolicyNode): boolean =>
  (configOf(node)['routes'] as { readonly condition: string }[]).every(({ condition }) => condition === 'percentage');
