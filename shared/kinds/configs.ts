import type { PolicyNode } from '../model/index.ts';
import type { AgentLoopConfig } from './agent-loop/index.ts';
import { kinds } from './all.ts';
import type { BreakerConfig } from './breaker/index.ts';
import type { BudgetConfig } from './budget/index.ts';
import type { DeadlineConfig } from './deadline/index.ts';
import type { EntryConfig } from './entry/index.ts';
import type { ExecutionGuardConfig } from './execution-guard/index.ts';
import type { FallbackConfig } from './fallback/index.ts';
import type { ModelConfig } from './model/index.ts';
import { parsedConfig } from './parsed.ts';
import type { RetryConfig } from './retry/index.ts';
import type { RouterConfig } from './router/index.ts';
import type { TimeoutConfig } from './timeout/index.ts';

/** Kinds that a rule on the whole graph has to look into; everything else about a kind is asked of the kind. */
interface Configs {
  readonly 'agent-loop': AgentLoopConfig;
  readonly breaker: BreakerConfig;
  readonly budget: BudgetConfig;
  readonly deadline: DeadlineConfig;
  readonly entry: EntryConfig;
  readonly 'execution-guard': ExecutionGuardConfig;
  readonly fallback: FallbackConfig;
  readonly model: ModelConfig;
  readonly retry: RetryConfig;
  readonly router: RouterConfig;
  readonly timeout: TimeoutConfig;
}

/** Config of a node of this kind; undefined for another kind and for one that its schema refuses, of which nothing is known. */
export function configOf<Kind extends keyof Configs>(node: PolicyNode | undefined, kind: Kind): Configs[Kind] | undefined {
  if (node?.kind !== kind) return undefined;
  const known = kinds.get(kind);
  const config = known === undefined ? undefined : parsedConfig(known, node);
  return config?.success === true ? (config.data as Configs[Kind]) : undefined;
}
