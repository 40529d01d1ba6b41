import type { PolicyNode } from '../../model/index.ts';
import { configOf } from '../rewrite.ts';
import type { Drawn } from './contract.ts';

/** What several models have in common where a gateway has one setting for all of them. */
export interface Common {
  /** The one with the most retries, the first of equals; undefined when none retries. */
  readonly retry?: PolicyNode | undefined;
  readonly maxRetries: number;
  /** The first one drawn that acts. */
  readonly breaker?: PolicyNode | undefined;
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
  const breaker = members.flatMap(({ breaker: one }) => one ?? []).find((one) => configOf(one)['mode'] !== 'observe-only');
  const lengthened = distinct(
    limits.flatMap(({ member, limitMs }) => (limitMs < timeoutMs && member.timeout !== undefined ? [member.timeout] : [])),
  );
  return {
    retry: retry !== undefined && retriesOf(retry) > 0 ? retry : undefined,
    maxRetries: retry === undefined ? 0 : retriesOf(retry),
    breaker,
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

const distinct = (nodes: readonly PolicyNode[]): PolicyNode[] =>
  nodes.filter((one, at) => nodes.findIndex(({ id }) => id === one.id) === at);
const sameConfig = (a: PolicyNode, b: PolicyNode): boolean => JSON.stringify(configOf(a)) === JSON.stringify(configOf(b));
