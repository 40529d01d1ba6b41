import type { Route } from '../../kinds/index.ts';
import type { FailureClass, PolicyNode } from '../../model/index.ts';
import type { Rewritten } from '../dialect.ts';
import type { Rules, Tell } from '../rewrite.ts';

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
