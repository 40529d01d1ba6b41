import type { PolicyNode } from '../model/index.ts';
import { configOf, type Tell, type Treatment } from './rewrite.ts';

/** What the dialects of several gateways have to say alike. */

/** Kinds that are about more than one call of a model, which is all that a gateway sees. */
export const OF_APPLICATION: ReadonlySet<string> = new Set(['agent-loop', 'tool', 'execution-guard', 'review', 'evaluator']);

/** Undefined for a kind that a gateway might do. */
export function applicationTreatment(node: PolicyNode, tell: Tell): Treatment | undefined {
  if (!OF_APPLICATION.has(node.kind)) return undefined;
  tell(node.id, 'application', `${node.name} stays with the application: a gateway sees only the single calls.`);
  return { as: 'application' };
}

/** Of a guard that hands what it finds to people; undefined for one that decides by itself. */
export function askingPeopleTreatment(guard: PolicyNode, tell: Tell): Treatment | undefined {
  if (configOf(guard)['action'] !== 'review') return undefined;
  tell(
    guard.id,
    'application',
    `${guard.name} stays with the application: a gateway cannot hand what it finds to people and wait for them.`,
  );
  return { as: 'application' };
}

/** Of a template, where the gateway has nothing like it. */
export function noFixedAnswerTreatment(template: PolicyNode, gateway: string, tell: Tell): Treatment {
  tell(
    template.id,
    'left-out',
    `${template.name} is left out: ${gateway} gives no fixed answers, so a tier of it is gone and the failure before it reaches the application. Anywhere else the application must answer by itself.`,
  );
  return { as: 'no-tier' };
}
