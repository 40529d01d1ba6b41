import { createRun } from '../../shared/engine/index.ts';
import { dialects } from '../../shared/gateways/index.ts';
import { compilePolicy, conditionTargetsOf } from '../../shared/kinds/index.ts';
import { NO_CONDITIONS, outcomeOf, type RequestTrace, type Traffic } from '../../shared/model/index.ts';
import type { RandomCall } from './random-call.ts';

export interface Predicted {
  readonly calls: readonly { readonly model: string; readonly atMs: number }[];
  /** `answered` or a failure class. */
  readonly outcome: string;
  readonly latencyMs: number;
}

/** What the simulator says that gateway does with the one request. */
export function predict(dialect: string, { policy, faults, plan }: RandomCall): Predicted {
  const { policy: rewritten } = dialects.get(dialect)!.rewrite(policy);
  const conditionTargets = conditionTargetsOf(rewritten);
  const begun = conditionTargets.map((): number[] => []);
  const faultAt = (target: number, nowMs: number) => {
    const at = conditionTargets[target]!;
    const fault = 'model' in at ? faults.get(at.model) : undefined;
    if (fault === undefined) return undefined;
    // The engine may ask twice about one call; calls are told apart by their instants.
    const instants = begun[target]!;
    if (!instants.includes(nowMs)) instants.push(nowMs);
    return instants.indexOf(nowMs) < fault.calls ? fault : undefined;
  };
  const run = createRun(
    compilePolicy(rewritten, {
      traffic: oneRequest(plan),
      conditions: {
        ...NO_CONDITIONS,
        failureAt: (target, nowMs) => {
          const fault = faultAt(target, nowMs);
          return fault === undefined ? 0 : outcomeOf(fault.failure);
        },
        retryAfterMsAt: (target, nowMs) => faultAt(target, nowMs)?.retryAfterMs ?? 0,
      },
      conditionTargets,
      seed: 1,
      bucketMs: 60_000,
      traceCount: 1,
    }),
  );
  while (!run.advance(100_000));
  const trace: RequestTrace = run.figures().traces[0]!;
  const models = new Map(rewritten.nodes.filter(({ kind }) => kind === 'model').map(({ id, config }) => [id, String(config['model'])]));
  return {
    calls: trace.spans.flatMap(({ nodeId, startMs }) => {
      const model = models.get(nodeId);
      return model === undefined ? [] : [{ model, atMs: startMs - trace.arrivalMs }];
    }),
    outcome: trace.outcome,
    latencyMs: trace.latencyMs,
  };
}

const oneRequest = (plan: string): Traffic => ({
  label: 'one',
  origin: 'generated',
  requestCount: 1,
  arrivalMs: new Float64Array(1),
  inputTokens: new Uint32Array([10]),
  outputTokens: new Uint32Array([10]),
  user: null,
  users: [],
  complexity: null,
  metadata: { plan: { codes: new Int32Array(1), values: [plan] } },
});
