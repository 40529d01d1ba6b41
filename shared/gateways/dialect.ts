import type { FailureClass, Policy } from '../model/index.ts';
import type { Deployment } from './deployment-group.ts';

/** In one respect the gateway does not do what is drawn. */
export interface Difference {
  /** Of the policy as drawn. */
  readonly nodeId: string;
  /** `left-out`: the gateway cannot do it at all. `changed`: it does something else. `application`: it is no business of a gateway and stays with the application, as drawn. */
  readonly effect: 'left-out' | 'changed' | 'application';
  /** Subject, fact, consequence. */
  readonly sentence: string;
}

/** A group of deployments as the gateway has it, which `policy` says with several nodes. */
export interface DeploymentGroup {
  /** The drawn router. */
  readonly routerId: string;
  /** In the order of the router's ways; `id` is where a call of the deployment begins. */
  readonly deployments: readonly Deployment[];
  /** In all, 1 or more. */
  readonly attempts: number;
  readonly retryAfter: readonly FailureClass[];
  /** The drawn retry whose attempts these are. */
  readonly retryId: string | undefined;
}

export interface Rewritten {
  /** A policy like any other, which says with the shipped kinds what the gateway would do. Nodes that stay keep their ids, and so their luck. */
  readonly policy: Policy;
  /** A node that had to be placed more than once, by the id of its copy: the drawn one. */
  readonly copies: ReadonlyMap<string, string>;
  /** Ids of the nodes of `policy` whose work stays with the application. */
  readonly applications: ReadonlySet<string>;
  /** Of a gateway that has such groups, by the id of the node of `policy` that stands for one; what is below it says how the group picks and is not to be read on its own. */
  readonly groups?: ReadonlyMap<string, DeploymentGroup>;
  /** In the order in which a request meets the nodes; at least one for each node that is gone or differs. */
  readonly differences: readonly Difference[];
}

/**
 * How a gateway would run its export of a policy: what it cannot express is gone, what it does differently is drawn as it does it. Rehearsed against
 * the policy as drawn, on the same luck, the difference is the price of that gateway. The engine and the kinds know of no gateway.
 */
export interface Dialect {
  /** Name on the command line; never changes once published. */
  readonly id: string;
  /** "Portkey OSS 1.15.2" */
  readonly title: string;
  /** Figures of the gateway that the rewriting rests on, named, in milliseconds where the name says so. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** For a policy on which lint reports no error; throws for a kind that is not in the registry. */
  rewrite(policy: Policy): Rewritten;
}
