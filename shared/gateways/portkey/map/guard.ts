import type { Branch, Hook, Target } from '../schema.ts';
import { environmentName, fromEnvironment } from './model.ts';

/** Portkey's own default; a check that is drawn to take longer gets twice its time. */
const SHORTEST_CHECK_LIMIT_MS = 3_000;

/** A guard is a webhook of the team's that answers `{"verdict": true}` or false; what it redacts it returns as `transformedData`. */
export const mapGuard = (drawnId: string, config: Record<string, any>): Hook => ({
  type: 'guardrail',
  id: drawnId,
  // A flag is a note beside the answer: Portkey gives it the status 246.
  deny: config['action'] === 'block',
  checks: [
    {
      id: 'default.webhook',
      parameters: {
        webhookURL: fromEnvironment(`${environmentName(drawnId)}_URL`),
        failOnError: true,
        timeout: Math.max(SHORTEST_CHECK_LIMIT_MS, Math.ceil(2 * Number(config['latencyMs']))),
      },
    },
  ],
});

export type HookKey = 'before_request_hooks' | 'after_request_hooks';

/**
 * The hooks of the nearest target above count and no others, so those that stand further below get this one too: a question meets it before them, an answer
 * after them.
 */
export function withHook(target: Target, key: HookKey, hook: Hook): Target {
  const added = addedBelow(target, key, hook);
  return target[key] === undefined ? ({ ...added, [key]: [hook] } as Target) : added;
}

function addedBelow(target: Target, key: HookKey, hook: Hook): Target {
  const own = target[key];
  const below = 'targets' in target ? { targets: (target as Branch).targets.map((one) => addedBelow(one, key, hook)) } : {};
  const hooks = own === undefined ? {} : { [key]: key === 'before_request_hooks' ? [hook, ...own] : [...own, hook] };
  return { ...target, ...below, ...hooks } as Target;
}

/** A branch whose targets all begin with the same hooks says them once, since those of the nearest target above count. */
export function hooksSaidOnce(target: Target): Target {
  if (!('targets' in target)) return target;
  let branch: Branch = { ...target, targets: target.targets.map(hooksSaidOnce) };
  for (const key of ['before_request_hooks', 'after_request_hooks'] as const) {
    const [first] = branch.targets;
    const said = first?.[key];
    if (said === undefined || branch[key] !== undefined) continue;
    const text = JSON.stringify(said);
    if (branch.targets.some((one) => JSON.stringify(one[key]) !== text)) continue;
    branch = { ...branch, targets: branch.targets.map(({ [key]: _, ...rest }) => rest as Target), [key]: said };
  }
  return branch;
}
