import { failuresText } from '../kinds/index.ts';
import { FAILURE_CLASSES, type FailureClass, type PolicyNode } from '../model/index.ts';
import { configOf, type Tell } from './rewrite.ts';

/** How a call of a model can fail before its answer has begun. */
export const CALL_FAILURES: readonly FailureClass[] = [
  'rate-limit',
  'timeout',
  'connection',
  'server-error',
  'content-policy',
  'context-overflow',
  'auth',
  'invalid-request',
];

/** Why, each the end of a sentence. */
export interface AnyFailureWords {
  readonly any: string;
  readonly begun: string;
  readonly last: string;
}

/** A fallback of a gateway that knows no classes of failures: every failure before an answer leads on. A used-up budget leads where the tier says. */
export function goingOnAfterAny(node: PolicyNode, words: AnyFailureWords, tell: Tell): Record<string, unknown> {
  const config = configOf(node);
  const drawn = config['tiers'] as { readonly continueOn: readonly FailureClass[] }[];
  const leading = drawn.slice(0, -1);
  const tiers = drawn.map((tier) => ({
    ...tier,
    continueOn: FAILURE_CLASSES.filter((one) => CALL_FAILURES.includes(one) || (one === 'over-budget' && tier.continueOn.includes(one))),
  }));
  const gained = CALL_FAILURES.filter((one) => leading.some(({ continueOn }) => !continueOn.includes(one)));
  if (gained.length > 0) tell(node.id, 'changed', `${node.name} goes on after ${failuresText(gained)} too: ${words.any}.`);
  if (leading.some(({ continueOn }) => continueOn.includes('malformed'))) {
    tell(node.id, 'changed', `${node.name} does not go on after malformed answers: ${words.begun}.`);
  }
  if (config['onExhausted'] === 'first-failure') {
    tell(node.id, 'changed', `${node.name} replies with the last failure when all tiers have failed: ${words.last}.`);
  }
  return { ...config, tiers, onExhausted: 'last-failure' };
}
