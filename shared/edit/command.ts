import type { Policy, PolicyDocument, PolicyNode } from '../model/index.ts';

/**
 * The only way a document changes. `apply` is pure, shares every part it does not touch, and returns the same object when
 * nothing changes or the change would make the document unreadable: whatever sequence of commands ran, the result can be
 * written and read back.
 */
export interface Command<Document = PolicyDocument> {
  /** What the history shows when the document is not at hand. */
  readonly label: string;
  apply(document: Document): Document;
  /** The label with the names of the document it is about to change: "Connect Fallback, tier 2 to Breaker". */
  labelFor?(document: Document): string;
}

/** `document` with another policy; the same object when the policy is the same. */
export const withPolicy = (document: PolicyDocument, policy: Policy): PolicyDocument =>
  policy === document.policy ? document : { ...document, policy };

export const findNode = (policy: Policy, id: string): PolicyNode | undefined => policy.nodes.find((node) => node.id === id);

/** Name of a node in a sentence; its id when it is gone. */
export const nameOf = (policy: Policy, id: string): string => findNode(policy, id)?.name ?? id;

/** `items` with the item of this id replaced, or the same array when it is absent or unchanged. */
export function replaceById<T extends { readonly id: string }>(items: readonly T[], id: string, change: (item: T) => T): T[] {
  const position = items.findIndex((item) => item.id === id);
  const before = items[position];
  if (before === undefined) return items as T[];
  const after = change(before);
  return after === before ? (items as T[]) : items.with(position, after);
}

/** `prefix`, else `prefix-2`, `prefix-3` …: short, and the same for the same document. */
export function freeId(prefix: string, taken: ReadonlySet<string>): string {
  if (!taken.has(prefix)) return prefix;
  for (let number = 2; ; number++) {
    const id = `${prefix}-${number}`;
    if (!taken.has(id)) return id;
  }
}
