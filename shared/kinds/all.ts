import { agentLoop } from './agent-loop/index.ts';
import { breaker } from './breaker/index.ts';
import { budget } from './budget/index.ts';
import { cache } from './cache/index.ts';
import { concurrencyLimit } from './concurrency-limit/index.ts';
import { deadline } from './deadline/index.ts';
import { entry } from './entry/index.ts';
import { evaluator } from './evaluator/index.ts';
import { executionGuard } from './execution-guard/index.ts';
import { fallback } from './fallback/index.ts';
import { hedge } from './hedge/index.ts';
import { inputGuard } from './input-guard/index.ts';
import type { NodeKind } from './kind.ts';
import { model } from './model/index.ts';
import { outputGuard } from './output-guard/index.ts';
import { rateLimit } from './rate-limit/index.ts';
import { retry } from './retry/index.ts';
import { retryBudget } from './retry-budget/index.ts';
import { review } from './review/index.ts';
import { router } from './router/index.ts';
import { template } from './template/index.ts';
import { timeout } from './timeout/index.ts';
import { tool } from './tool/index.ts';

/** The registry: one line a kind, in the order of the palette. */
const registered: readonly NodeKind[] = [
  entry,
  router,
  fallback,
  agentLoop,
  model,
  cache,
  template,
  tool,
  retry,
  retryBudget,
  breaker,
  timeout,
  deadline,
  hedge,
  rateLimit,
  concurrencyLimit,
  inputGuard,
  outputGuard,
  executionGuard,
  evaluator,
  review,
  budget,
];

export const kinds: ReadonlyMap<string, NodeKind> = new Map(registered.map((kind) => [kind.kind, kind]));
