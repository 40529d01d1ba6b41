import { isSameData, kinds } from '../kinds/index.ts';
import { type Policy, type PolicyDocument, type SignOff, signOffSchema, type TierPromise, tierPromiseSchema } from '../model/index.ts';
import { type Command, findNode, nameOf, withPolicy } from './command.ts';

type Place = Pick<TierPromise, 'entryId' | 'tier'>;

const isAt =
  ({ entryId, tier }: Place) =>
  (promise: Place): boolean =>
    promise.entryId === entryId && promise.tier === tier;

/** Name of the place in a label: "Support assistant, tier 2". */
const placeName = (policy: Policy, { entryId, tier }: Place): string => `${nameOf(policy, entryId)}, tier ${tier}`;

/**
 * What users of a capability get at a tier, in words. An empty text takes an unsigned promise away. A signature stays with a text that
 * changes, so that everybody sees that it was given for something else. Nothing happens when there is no such entry or the text is too long.
 */
export const setPromise = (place: Place, text: string): Command => ({
  label: `Promise at tier ${place.tier}`,
  labelFor: ({ policy }) => `Promise of ${placeName(policy, place)}`,
  apply: (document) => changed(document, place, (before) => ({ ...place, text, signOff: before?.signOff ?? null })),
});

/** Nothing happens where nothing is promised, or without an owner and a date. */
export const signOff = (place: Place, signature: SignOff): Command => ({
  label: `Sign tier ${place.tier}`,
  labelFor: ({ policy }) => `Sign ${placeName(policy, place)}`,
  apply: (document) =>
    changed(document, place, (before) => {
      const parsed = signOffSchema.safeParse(signature);
      return before === undefined || before.text.trim() === '' || !parsed.success ? before : { ...before, signOff: parsed.data };
    }),
});

export const withdrawSignOff = (place: Place): Command => ({
  label: `Withdraw the signature of tier ${place.tier}`,
  labelFor: ({ policy }) => `Withdraw the signature of ${placeName(policy, place)}`,
  apply: (document) => changed(document, place, (before) => before && { ...before, signOff: null }),
});

function changed(
  document: PolicyDocument,
  place: Place,
  change: (before: TierPromise | undefined) => TierPromise | undefined,
): PolicyDocument {
  const { policy } = document;
  const position = policy.promises.findIndex(isAt(place));
  const before = policy.promises[position];
  const after = change(before);
  if (after === before || (before !== undefined && isSameData(after, before))) return document;
  const isEmpty = after === undefined || (after.text.trim() === '' && after.signOff === null);
  if (isEmpty) {
    return before === undefined
      ? document
      : withPolicy(document, { ...policy, promises: policy.promises.filter((other) => other !== before) });
  }
  const parsed = tierPromiseSchema.safeParse(after);
  const isEntry = kinds.get(findNode(policy, place.entryId)?.kind ?? '')?.face.isCallable === false;
  if (!parsed.success || !isEntry) return document;
  const promises = before === undefined ? [...policy.promises, parsed.data] : policy.promises.with(position, parsed.data);
  return withPolicy(document, { ...policy, promises });
}
