import type { FailureClass, PolicyEdge, PolicyNode } from '../model/index.ts';

/** One deployment of a group: where a call of it begins (its cool-down), and its share of the group's calls. */
export interface Deployment {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
}

export interface GroupParts {
  /** The drawn router, which makes the first pick: its ways lead to `deployments`, in this order. */
  readonly router: PolicyNode;
  readonly ports: readonly string[];
  readonly deployments: readonly Deployment[];
  /** Attempts in all, 1 or more, and the failures after which there is another. */
  readonly attempts: number;
  readonly retryAfter: readonly FailureClass[];
  /** The drawn retry, whose id and name the sequence of attempts keeps. */
  readonly retry: PolicyNode | undefined;
  /** Puts a node into the policy and gives the id that it has there. */
  place(node: PolicyNode): string;
  /** An id that nothing has. */
  freshId(wish: string): string;
  edges: PolicyEdge[];
}

/** As many as a fallback may have; a longer sequence goes on in its last tier. */
const MOST_TIERS = 8;

/**
 * A group of deployments drawn with ordinary kinds. Each attempt is a router of its own, so that it picks with luck of its own; each pick passes over
 * deployments that are cooled; the attempts follow each other without a wait. When all are cooled the rejection is no reason for another attempt.
 * With three and more the share of a cooled one goes to the others by their weights; where two of them are cooled at once, to the next in order.
 * Returns the id of what stands for the group.
 */
export function placeGroup(parts: GroupParts): string {
  const { router, ports, deployments, attempts, retryAfter, retry, place, freshId, edges } = parts;
  const distinct = deployments.filter(({ id }, at) => deployments.findIndex((other) => other.id === id) === at);

  function sequence(
    ids: readonly string[],
    continueOn: readonly FailureClass[],
    node: Pick<PolicyNode, 'id' | 'name'>,
    onExhausted: string,
  ): string {
    const rest = ids.length > MOST_TIERS ? ids.slice(MOST_TIERS - 1) : [];
    const own = ids.slice(0, rest.length > 0 ? MOST_TIERS - 1 : MOST_TIERS);
    const called =
      rest.length > 0 ? [...own, sequence(rest, continueOn, { ...node, id: freshId(`${node.id.slice(0, 50)}-more`) }, onExhausted)] : own;
    const tiers = called.map((_, at) => ({ id: `t${at + 1}`, name: '', continueOn: [...continueOn] }));
    const id = place({ ...node, kind: 'fallback', config: { tiers, onExhausted } });
    for (const [at, to] of called.entries()) edges.push({ from: id, port: `t${at + 1}`, to });
    return id;
  }

  function pickAmong(others: readonly Deployment[], wish: string): string {
    let left = others.reduce((sum, { weight }) => sum + weight, 0);
    const routes = others.slice(0, -1).map(({ weight }, at) => {
      const share = left > 0 ? Math.min(1, weight / left) : 1 / (others.length - at);
      left -= weight;
      return { id: `r${at + 1}`, condition: 'percentage', share };
    });
    const id = place({ id: freshId(wish), kind: 'router', name: `${router.name.slice(0, 180)}, others`, config: { routes } });
    for (const [at, other] of others.entries())
      edges.push({ from: id, port: at < routes.length ? `r${at + 1}` : 'otherwise', to: other.id });
    return id;
  }

  function passingOver(picked: Deployment): string {
    const others = distinct.filter((other) => other !== picked);
    if (others.length === 0) return picked.id;
    const first = others.length === 1 ? [] : [pickAmong(others, `${router.id.slice(0, 40)}-without-${picked.id.slice(0, 14)}`)];
    return sequence(
      [picked.id, ...first, ...others.map(({ id }) => id)],
      ['rejected-by-breaker'],
      { id: freshId(`${router.id.slice(0, 46)}-${picked.id.slice(0, 16)}`), name: `${picked.name.slice(0, 160)}, or another if cooled` },
      'last-failure',
    );
  }

  const ways = new Map(distinct.map((one) => [one.id, passingOver(one)]));
  const picks = Array.from({ length: attempts }, () => {
    const id = place(router);
    for (const [at, port] of ports.entries()) edges.push({ from: id, port, to: ways.get(deployments[at]!.id)! });
    return id;
  });
  const [only] = picks;
  if (only === undefined) throw new RangeError(`a group makes 1 attempt or more, not ${attempts}`);
  if (picks.length === 1) return only;
  return sequence(picks, retryAfter, retry ?? { id: freshId(`${router.id.slice(0, 50)}-attempts`), name: router.name }, 'first-failure');
}
