import type { PolicyNode } from '../../model/index.ts';
import { configOf, type Tell } from '../rewrite.ts';
import type { Drawn, DrawnCase, Settings } from './contract.ts';

/** What several models have in common where a gateway has one setting for all of them. */
export interface Common {
  /** The one with the most retries, the first of equals; undefined when none retries. */
  readonly retry?: PolicyNode | undefined;
  readonly maxRetries: number;
  /** The longest limit of one attempt. */
  readonly timeoutMs: number;
  /** Retries and time limits of which another, larger one takes the place. */
  readonly overruled: readonly { readonly node: PolicyNode; readonly by: PolicyNode | undefined }[];
}

export function commonOf(members: readonly Drawn[]): Common {
  const retries = distinct(members.flatMap(({ retry }) => retry ?? []));
  const retry = [...retries].sort((a, b) => retriesOf(b) - retriesOf(a))[0];
  const limits = members.map((member) => ({ member, limitMs: limitOf(member) }));
  const timeoutMs = Math.max(...limits.map(({ limitMs }) => limitMs));
  const lengthened = distinct(
    limits.flatMap(({ member, limitMs }) => (limitMs < timeoutMs && member.timeout !== undefined ? [member.timeout] : [])),
  );
  return {
    retry: retry !== undefined && retriesOf(retry) > 0 ? retry : undefined,
    maxRetries: retry === undefined ? 0 : retriesOf(retry),
    timeoutMs,
    overruled: [...retries.filter((one) => one !== retry && !sameConfig(one, retry!)), ...lengthened].map((node) => ({
      node,
      by: node.kind === 'retry' ? retry : undefined,
    })),
  };
}

/** The shorter of the model's own limit and the one drawn above it, in whole milliseconds. */
export const limitOf = ({ model, timeout }: Drawn): number =>
  Math.ceil(
    Math.min(
      Number(configOf(model)['requestTimeoutMs']),
      timeout === undefined ? Number.POSITIVE_INFINITY : Number(configOf(timeout)['timeoutMs']),
    ),
  );

export const retriesOf = (retry: PolicyNode): number => Number(configOf(retry)['maxRetries']);

/** Failures in a row, or the like, after which a drawn breaker opens. */
export function failuresToOpen(breaker: PolicyNode): number {
  const config = configOf(breaker);
  const count =
    config['tripRule'] === 'rate'
      ? Math.round(Number(config['minimumCalls']) * Number(config['failureRatio']))
      : Number(config['failureCount']);
  return Math.max(1, count);
}

/** What a gateway says of breakers where a route has one for all its models: clauses after the name of the breaker. */
export interface BreakerWords {
  /** "is left out: …", of one that only observes, where none acts. */
  readonly observes: string;
  /** After "gives way to …: ". */
  readonly oneForAll: string;
  /** "is left out: …", where no other tier could take over. */
  readonly alone: string;
}

/** The one breaker that a route keeps, the first drawn that acts; undefined where none does or none could help. What becomes of the others is told. */
export function breakerOfRoute({ rungs }: DrawnCase, { observes, oneForAll, alone }: BreakerWords, tell: Tell): PolicyNode | undefined {
  const drawn = rungs.flat().flatMap(({ breaker }) => breaker ?? []);
  const active = drawn.find((node) => configOf(node)['mode'] !== 'observe-only');
  for (const node of drawn) {
    if (node.id === active?.id) continue;
    if (active === undefined) tell(node.id, 'left-out', `${node.name} ${observes}`);
    else tell(node.id, 'changed', `${node.name} gives way to ${active.name}: ${oneForAll}`);
  }
  if (active === undefined || rungs.length > 1) return active;
  tell(active.id, 'left-out', `${active.name} ${alone}`);
  return undefined;
}

/** In whole milliseconds, of a breaker that is kept. */
export const openForMsOf = (breaker: PolicyNode): number => Math.max(1, Math.round(Number(configOf(breaker)['openForMs'])));

/** The same settings for every model of a route. The last tier has no breaker: it is tried whatever became of it. */
export const settingsOfRoute = ({ rungs }: DrawnCase, { breaker, ...settings }: Settings): Settings[][] =>
  rungs.map((rung, at) => rung.map(() => ({ ...settings, ...(breaker === undefined || at === rungs.length - 1 ? {} : { breaker }) })));

const distinct = (nodes: readonly PolicyNode[]): PolicyNode[] =>
  nodes.filter((one, at) => nodes.findIndex(({ id }) => id === one.id) === at);
const sameConfig = (a: PolicyNode, b: PolicyNode): boolean => JSON.stringify(configOf(a)) === JSON.stringify(configOf(b));
