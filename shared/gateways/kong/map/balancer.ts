import type { FailureClass } from '../../../model/index.ts';
import type { Case } from '../../ladder/index.ts';
import { CRITERIA } from '../dialect.ts';
import type { Plugin } from '../schema.ts';
import { mapTarget } from './target.ts';

/** Weights are whole numbers up to 65 535; this many keep the digits of a share that a person writes. */
const WEIGHT_SCALE = 10_000;
/** The first of an order; the higher weight is tried first. */
const FIRST_WEIGHT = 100;

export function mapBalancer(one: Case): Plugin {
  const [first] = one.rungs[0]!;
  const { retry, breaker, timeoutMs } = first!.settings;
  const inOrder = one.rungs.length > 1;
  const classes = inOrder ? one.continueOn : ((retry?.config['retryOn'] as FailureClass[] | undefined) ?? []);
  const criteria = [...new Set(classes.flatMap((failure) => CRITERIA[failure] ?? []))].sort();
  const limit = Math.min(2 ** 31 - 2, Math.max(1, timeoutMs));
  return {
    name: 'ai-proxy-advanced',
    config: {
      balancer: {
        algorithm: inOrder ? 'priority' : 'round-robin',
        retries: inOrder ? one.rungs.length - 1 : Number(retry?.config['maxRetries'] ?? 0),
        // Without non_idempotent Kong tries no other target after a POST, which every question is.
        failover_criteria: criteria.length === 0 ? [] : [...criteria, 'non_idempotent'],
        connect_timeout: limit,
        read_timeout: limit,
        write_timeout: limit,
        ...(breaker === undefined
          ? {}
          : {
              max_fails: Math.min(32_767, Number(breaker.config['failureCount'])),
              fail_timeout: Math.min(2 ** 31 - 2, Number(breaker.config['openForMs'])),
            }),
      },
      targets: one.rungs.flatMap((rung, at) =>
        rung.map((member) =>
          mapTarget(
            member,
            inOrder ? FIRST_WEIGHT - at * 10 : rung.length === 1 ? FIRST_WEIGHT : Math.max(1, Math.round(member.weight * WEIGHT_SCALE)),
          ),
        ),
      ),
    },
  };
}
