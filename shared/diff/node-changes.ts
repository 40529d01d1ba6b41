import { isSameData, kinds } from '../kinds/index.ts';
import { edgeId, type Policy, type PolicyEdge, type PolicyNode, type TierPromise } from '../model/index.ts';
import { type Change, CONSEQUENCE } from './change.ts';
import { compared } from './compared.ts';
import { nodeName, portText } from './names.ts';
import { isItems } from './parts.ts';

/** Nodes, what they call, and what is promised at entries. */
export function nodeChanges(before: Policy, after: Policy): Change[] {
  const { added, removed, changed } = compared(before.nodes, after.nodes, ({ id }) => id);
  return [
    ...removed.map((node) => change(node, 'removed', CONSEQUENCE.way, `removes “${node.name}”${kindText(node)}`)),
    ...added.map((node) => change(node, 'added', CONSEQUENCE.way, `adds “${node.name}”${kindText(node)}`)),
    ...changed.flatMap(([was, now]) => changesOf(was, now)),
    ...edgeChanges(before, after),
    ...promiseChanges(before, after),
  ];
}

const about = (id: string) => ({ kind: 'node', id }) as const;

const change = (node: PolicyNode, action: Change['action'], consequence: Change['consequence'], sentence: string, detail = ''): Change => ({
  id: `node ${node.id} ${action} ${detail}`.trimEnd(),
  action,
  about: about(node.id),
  consequence,
  sentence: capital(sentence),
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** " (circuit breaker)", or nothing where the name says it already. */
function kindText(node: PolicyNode): string {
  const title = (kinds.get(node.kind)?.face.title ?? node.kind).toLowerCase();
  return node.name.toLowerCase() === title ? '' : ` (${title})`;
}

function changesOf(was: PolicyNode, now: PolicyNode): Change[] {
  const changes: Change[] = [];
  if (was.name !== now.name) changes.push(change(now, 'renamed', CONSEQUENCE.words, `renames “${was.name}” to “${now.name}”`));
  if (was.kind !== now.kind) {
    changes.push(change(now, 'changed', CONSEQUENCE.way, `“${now.name}” is now${kindText(now)} (was${kindText(was)})`, 'kind'));
    return changes;
  }
  if (isSameData(was.config, now.config)) return changes;
  const kind = kinds.get(now.kind);
  const [previous, config] = [kind?.config.schema.safeParse(was.config), kind?.config.schema.safeParse(now.config)];
  // Words rest on the schema: a config that it refuses, or a kind of a later version, can only be told to differ.
  if (kind === undefined || previous?.success !== true || config?.success !== true) {
    changes.push(change(now, 'changed', CONSEQUENCE.behaviour, `“${now.name}” has other settings`, 'settings'));
    return changes;
  }
  const turned = inOrderOf(previous.data, config.data);
  kind.describe.changes(previous.data, turned).forEach((sentence, at) => {
    changes.push(change(now, 'reordered', CONSEQUENCE.way, `“${now.name}” ${sentence}`, String(at)));
  });
  const sentences = kind.describe.changes(turned, config.data);
  sentences.forEach((sentence, at) => {
    changes.push(change(now, 'changed', CONSEQUENCE.behaviour, `“${now.name}” ${sentence}`, String(at)));
  });
  const isTold = changes.some(({ action }) => action === 'changed' || action === 'reordered');
  if (!isTold) changes.push(change(now, 'changed', CONSEQUENCE.words, `“${now.name}” has other settings`, 'settings'));
  return changes;
}

/** The settings of before with the lists in the order of now: what separates an order from the rest. */
function inOrderOf(was: Record<string, unknown>, now: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(was).map(([key, held]) => {
      const then = now[key];
      if (!isItems(held) || !isItems(then)) return [key, held];
      const wanted = then.map(({ id }) => id).filter((id) => held.some((item) => item.id === id));
      const kept = held.filter(({ id }) => wanted.includes(id));
      if (kept.every(({ id }, at) => id === wanted[at])) return [key, held];
      const items = new Map(held.map((item) => [item.id, item]));
      const turned = wanted[Symbol.iterator]();
      return [key, held.map((item) => (wanted.includes(item.id) ? items.get(turned.next().value as string) : item))];
    }),
  );
}

/** Calls of nodes that came or went are part of that and not told again. */
function edgeChanges(before: Policy, after: Policy): Change[] {
  const { added, removed, changed } = compared(before.edges, after.edges, edgeId);
  const [was, is] = [new Set(before.nodes.map(({ id }) => id)), new Set(after.nodes.map(({ id }) => id))];
  const isOld = ({ from }: PolicyEdge): boolean => was.has(from) || !is.has(from);
  const stays = ({ from }: PolicyEdge): boolean => is.has(from) || !was.has(from);
  const rewired = (edge: PolicyEdge, sentence: string): Change => ({
    id: `edge ${edgeId(edge)}`,
    action: 'rewired',
    about: about(edge.from),
    consequence: CONSEQUENCE.way,
    sentence,
  });
  const target = (policy: Policy, { to }: PolicyEdge): string => `“${nodeName(policy, to)}”`;
  return [
    ...changed.map(([old, now]) =>
      rewired(now, `${portText(after, now.from, now.port)} now calls ${target(after, now)} (was ${target(before, old)})`),
    ),
    ...added.filter(isOld).map((edge) => rewired(edge, `${portText(after, edge.from, edge.port)} now calls ${target(after, edge)}`)),
    ...removed
      .filter(stays)
      .map((edge) => rewired(edge, `${portText(before, edge.from, edge.port)} no longer calls ${target(before, edge)}`)),
  ];
}

function promiseChanges(before: Policy, after: Policy): Change[] {
  const key = ({ entryId, tier }: TierPromise): string => `${entryId}:${tier}`;
  const was = new Map(before.promises.map((promise) => [key(promise), promise]));
  const is = new Map(after.promises.map((promise) => [key(promise), promise]));
  const changes: Change[] = [];
  for (const at of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(at), is.get(at)];
    const { entryId, tier } = (now ?? old) as TierPromise;
    const name = nodeName(is.has(at) ? after : before, entryId);
    const add = (action: Change['action'], detail: string, sentence: string): void => {
      changes.push({ id: `promise ${at} ${detail}`, action, about: about(entryId), consequence: CONSEQUENCE.promise, sentence });
    };
    const [text, oldText] = [now?.text ?? '', old?.text ?? ''];
    const place = `tier ${tier} of “${name}”`;
    if (text !== oldText) {
      if (oldText === '') add('added', 'text', `Promises at ${place}: “${text}”`);
      else if (text === '') add('removed', 'text', `No longer promises anything at ${place} (was “${oldText}”)`);
      else add('changed', 'text', `Promises at ${place}: “${text}” (was “${oldText}”)`);
    }
    const [sign, oldSign] = [now?.signOff ?? null, old?.signOff ?? null];
    if (isSameData(sign, oldSign)) {
      const isEmpty = text === '' && oldText === '' && sign === null;
      if (isEmpty && old === undefined) add('added', 'place', `Has room for a promise at ${place}`);
      if (isEmpty && now === undefined) add('removed', 'place', `Has no room for a promise at ${place}`);
    } else if (sign === null) add('removed', 'signature', `Withdraws the signature of ${oldSign?.owner} under ${place}`);
    else add(oldSign === null ? 'added' : 'changed', 'signature', `${sign.owner} signed ${place} on ${sign.date}`);
  }
  return changes;
}
