import { configOf } from '../kinds/index.ts';
import { edgeId, FAILURE_CLASSES, type FailureClass, type PolicyNode, type Ratio } from '../model/index.ts';
import type { RuleContext } from './rule.ts';

/**
 * What a quiet day brings to each node: calls per request, and the share of its calls that fail with each class. An estimate
 * out of the models' ordinary rates, with attempts independent of each other; no incident, no limit, no full queue. Where a
 * share cannot be known without the traffic (a router by length, a cache), every way out is taken to get all calls.
 */
export interface OrdinaryFlow {
  /** 0 for a node that no request reaches. */
  callsPerRequest(nodeId: string): number;
  /** Share of the requests that come to this node when everything that can fail before it does: what a standby tier gets in an outage. */
  outageShare(nodeId: string): Ratio;
  /** Of the calls that this node makes at a port: the share that fails with one of these. */
  failureShare(nodeId: string, portId: string, classes: readonly FailureClass[]): Ratio;
}

type Rates = Readonly<Partial<Record<FailureClass, Ratio>>>;
interface Step {
  readonly portId: string;
  /** Calls at this port for one call of the node. */
  readonly calls: number;
  /** Share of the node's calls that come here in an outage; `calls` when absent. */
  readonly outageShare?: Ratio;
}
interface Estimate {
  readonly rates: Rates;
  readonly steps: readonly Step[];
}

const flows = new WeakMap<RuleContext, { readonly flow: OrdinaryFlow | undefined }>();

/** Undefined for a graph with a loop, which is a finding of its own. Worked out once for all rules of a check. */
export function ordinaryFlow(context: RuleContext): OrdinaryFlow | undefined {
  let known = flows.get(context);
  if (known === undefined) {
    known = { flow: flowOf(context) };
    flows.set(context, known);
  }
  return known.flow;
}

function flowOf(context: RuleContext): OrdinaryFlow | undefined {
  const order = calleesFirst(context);
  if (order === undefined) return undefined;
  const estimates = new Map<string, Estimate>();
  const ratesAt = (nodeId: string, portId: string): Rates => estimates.get(context.graph.target(nodeId, portId)?.id ?? '')?.rates ?? {};
  for (const node of order)
    estimates.set(
      node.id,
      estimate(node, context, (portId) => ratesAt(node.id, portId)),
    );
  const calls = new Map(context.entries.map((entry) => [entry.id, 1]));
  const shares = new Map(calls);
  for (const node of order.toReversed()) {
    const ownCalls = calls.get(node.id) ?? 0;
    const ownShare = shares.get(node.id) ?? 0;
    for (const step of estimates.get(node.id)?.steps ?? []) {
      const target = context.graph.target(node.id, step.portId)?.id;
      if (target === undefined) continue;
      calls.set(target, (calls.get(target) ?? 0) + ownCalls * step.calls);
      shares.set(target, Math.min(1, (shares.get(target) ?? 0) + ownShare * Math.min(1, step.outageShare ?? step.calls)));
    }
  }
  return {
    callsPerRequest: (nodeId) => calls.get(nodeId) ?? 0,
    outageShare: (nodeId) => shares.get(nodeId) ?? 0,
    failureShare: (nodeId, portId, classes) => sumOf(ratesAt(nodeId, portId), classes),
  };
}

function estimate(node: PolicyNode, context: RuleContext, below: (portId: string) => Rates): Estimate {
  const model = configOf(node, 'model');
  if (model !== undefined) {
    const rates: Rates = {
      'server-error': model.serverErrorRate,
      connection: model.connectionRate,
      'rate-limit': model.rateLimitRate,
      malformed: model.malformedRate,
      'content-policy': model.contentPolicyRate,
      timeout: model.timeoutRate,
    };
    return { rates, steps: [] };
  }
  const retry = configOf(node, 'retry');
  if (retry !== undefined) {
    const rates = below('next');
    const again = sumOf(rates, retry.retryOn);
    let calls = 0;
    for (let attempt = 0; attempt <= retry.maxRetries; attempt++) calls += again ** attempt;
    const retried = new Set(retry.retryOn);
    return {
      rates: mapRates(rates, (failure, rate) => (retried.has(failure) ? rate * again ** retry.maxRetries : rate * calls)),
      steps: [{ portId: 'next', calls }],
    };
  }
  const fallback = configOf(node, 'fallback');
  if (fallback !== undefined) {
    const steps: Step[] = [];
    const rates: Partial<Record<FailureClass, Ratio>> = {};
    let reach = 1;
    fallback.tiers.forEach((tier, index) => {
      const own = below(tier.id);
      const leadsOn = index === fallback.tiers.length - 1 ? [] : tier.continueOn;
      steps.push({ portId: tier.id, calls: reach, outageShare: 1 });
      for (const failure of FAILURE_CLASSES) {
        if (!leadsOn.includes(failure)) rates[failure] = (rates[failure] ?? 0) + reach * (own[failure] ?? 0);
      }
      reach *= sumOf(own, leadsOn);
    });
    return { rates, steps };
  }
  const agent = configOf(node, 'agent-loop');
  if (agent !== undefined) {
    const steps = [
      { portId: 'model', calls: agent.meanSteps },
      ...agent.tools.map((tool) => ({ portId: tool.id, calls: Math.max(0, agent.meanSteps - 1) * tool.share })),
    ];
    return { rates: mapRates(below('model'), (_, rate) => 1 - (1 - rate) ** agent.meanSteps), steps };
  }
  const router = configOf(node, 'router');
  if (router !== undefined) {
    let rest = 1;
    const steps = router.routes.map((route) => {
      if (route.condition !== 'percentage') return { portId: route.id, calls: rest };
      const calls = rest * route.share;
      rest -= calls;
      return { portId: route.id, calls };
    });
    return passedOn([...steps, { portId: 'otherwise', calls: rest }], below);
  }
  // What a budget, a hedge or a guard that asks people calls besides its first port is for bad days.
  const [first] = context.portsOf(node) ?? [];
  return passedOn(first === undefined ? [] : [{ portId: first.id, calls: 1 }], below);
}

function passedOn(steps: readonly Step[], below: (portId: string) => Rates): Estimate {
  const rates: Partial<Record<FailureClass, Ratio>> = {};
  for (const { portId } of steps) {
    const own = below(portId);
    for (const failure of FAILURE_CLASSES) rates[failure] = Math.max(rates[failure] ?? 0, own[failure] ?? 0);
  }
  return { rates, steps };
}

const sumOf = (rates: Rates, classes: readonly FailureClass[]): Ratio =>
  Math.min(
    1,
    classes.reduce((sum, failure) => sum + (rates[failure] ?? 0), 0),
  );

const mapRates = (rates: Rates, change: (failure: FailureClass, rate: Ratio) => Ratio): Rates =>
  Object.fromEntries(FAILURE_CLASSES.map((failure) => [failure, change(failure, rates[failure] ?? 0)]));

/** Every node after all that it calls. */
function calleesFirst({ policy, graph }: RuleContext): readonly PolicyNode[] | undefined {
  const waitingFor = new Map<string, number>();
  const callers = new Map<string, PolicyNode[]>();
  const seen = new Set<string>();
  for (const edge of policy.edges) {
    const from = graph.node(edge.from);
    const to = graph.target(edge.from, edge.port);
    if (from === undefined || to === undefined || seen.has(edgeId(edge))) continue;
    seen.add(edgeId(edge));
    waitingFor.set(from.id, (waitingFor.get(from.id) ?? 0) + 1);
    const list = callers.get(to.id);
    if (list === undefined) callers.set(to.id, [from]);
    else list.push(from);
  }
  const order = policy.nodes.filter((node) => !waitingFor.has(node.id));
  for (let position = 0; position < order.length; position++) {
    for (const caller of callers.get(order[position]!.id) ?? []) {
      const left = (waitingFor.get(caller.id) ?? 0) - 1;
      waitingFor.set(caller.id, left);
      if (left === 0) order.push(caller);
    }
  }
  return order.length === policy.nodes.length ? order : undefined;
}
