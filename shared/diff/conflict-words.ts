import { kinds, plural, shortened, usdText } from '../kinds/index.ts';
import type { PolicyDocument, SignOff } from '../model/index.ts';
import { type Change, diffDocuments } from './diff.ts';
import { nodeName, portText } from './names.ts';
import { CALL, type Group, type Part, partAt, valueAt } from './parts.ts';
import { providerFieldLabel, providerFieldText } from './provider-words.ts';
import { plainText, settingLabel, settingText, signOffText } from './value-words.ts';

/** What two sides disagree on, in words. */
export interface ConflictWords {
  /** "“Breaker, primary”: Opens after" */
  readonly subject: string;
  /** How it was before both; null when nobody knows. */
  readonly base: string | null;
  readonly mine: string;
  readonly theirs: string;
}

export interface Documents {
  readonly base: PolicyDocument | null;
  readonly mine: PolicyDocument;
  readonly theirs: PolicyDocument;
  readonly parts: { readonly base: Group | null; readonly mine: Group; readonly theirs: Group };
}

/** Sentences of a side's changes to one thing that a card of the choice shows. */
const MOST_SENTENCES = 3;
const LONGEST_TEXT = 240;

/** `orders`: of a list whose order is in question, what it would be with either side first. */
export function conflictWords(
  documents: Documents,
  path: readonly string[],
  orders: { readonly mine: string; readonly theirs: string } | null,
): ConflictWords {
  const { base, mine, theirs, parts } = documents;
  const before = parts.base === null ? undefined : partAt(parts.base, path);
  const say = (document: PolicyDocument, root: Group): string =>
    shortened(sideText(documents, document, path, partAt(root, path)), LONGEST_TEXT);
  return {
    subject: subjectOf(documents, path, orders !== null),
    base: base === null || parts.base === null || before === undefined ? null : orders === null ? say(base, parts.base) : listText(before),
    mine: orders?.mine ?? say(mine, parts.mine),
    theirs: orders?.theirs ?? say(theirs, parts.theirs),
  };
}

function subjectOf({ mine, theirs, parts }: Documents, path: readonly string[], isOrder: boolean): string {
  const [list, id = '', area, key = '', item, field] = path;
  const name = (): string =>
    `“${partAt(parts.mine, ['nodes', id]) === undefined ? nodeName(theirs.policy, id) : nodeName(mine.policy, id)}”`;
  switch (list) {
    case 'policy':
      return { id: 'Id of the policy', name: 'Name of the policy', description: 'Description of the policy' }[id] ?? id;
    case 'providers': {
      const provider = [mine, theirs].flatMap(({ policy }) => policy.providers).find((one) => one.id === id)?.name ?? id;
      if (area === undefined) return `Provider ${provider}`;
      if (area !== 'models') return `${provider}: ${providerFieldLabel(area)}`;
      return item === undefined ? `${provider}: model ${key}` : `${provider}, ${key}: ${providerFieldLabel(item)}`;
    }
    case 'silenced':
      return `Silenced finding ${JSON.parse(id)[0]}`;
    case 'notes':
      return 'A note on the sheet';
    case 'promises':
    case 'edges':
      return `What hangs on ${id}, which is no node`;
  }
  const kind = String(valueAt(parts.mine, ['nodes', id, 'kind']) ?? valueAt(parts.theirs, ['nodes', id, 'kind']));
  if (area === undefined) return name();
  if (area === 'name') return `Name of ${name()}`;
  if (area === 'calls') return `${portText(mine.policy, id, key)} calls`;
  if (area === 'promises')
    return field === 'signOff' || item === 'signOff' ? `Signature of ${name()}, tier ${key}` : `Promise of ${name()}, tier ${key}`;
  if (key === '') return `Settings of ${name()}`;
  if (isOrder) return `${name()}: order of ${settingLabel(kind, key).toLowerCase()}`;
  if (item === undefined || kinds.get(kind)?.fields.some((one) => one.key === `${key}.${item}`)) {
    return `${name()}: ${settingLabel(kind, item === undefined ? key : `${key}.${item}`).toLowerCase()}`;
  }
  const itemName = itemText(partAt(parts.mine, path.slice(0, 5)) ?? partAt(parts.theirs, path.slice(0, 5)), item);
  if (field === undefined) return `${name()}: ${itemName}`;
  return field === CALL ? `${name()}, ${itemName} calls` : `${name()}, ${itemName}: ${itemFieldLabel(kind, key, field)}`;
}

function sideText({ base }: Documents, document: PolicyDocument, path: readonly string[], part: Part | undefined): string {
  const { policy } = document;
  const [list, id = '', area, key = '', item, field] = path;
  if (part === undefined) return area === 'calls' || field === CALL ? 'nothing' : base === null ? 'without it' : 'removed';
  if (list === 'providers') {
    if (part.kind === 'value') return providerFieldText(item ?? area ?? '', part.value);
    if (area === undefined) return changesOf(base, document, ({ about }) => about.kind === 'provider' && about.id === id);
    return `${usdText(Number(valueAt(part, ['inputUsdPerMTok'])))} in, ${usdText(Number(valueAt(part, ['outputUsdPerMTok'])))} out, a million tokens`;
  }
  if (list === 'silenced') return `silenced: ${part.kind === 'value' ? plainText(part.value) : ''}`;
  if (list === 'notes') return plainText(part.kind === 'value' ? part.value : valueAt(part, ['text']));
  if (list !== 'nodes') return part.kind === 'value' ? plainText(part.value) : plainText(valueAt(part, ['text']));
  if (area === undefined || (area === 'config' && key === '')) {
    return changesOf(base, document, ({ about }) => about.kind === 'node' && about.id === id);
  }
  if (area === 'promises') {
    if (part.kind !== 'value') return plainText(valueAt(part, ['text']));
    return item === 'signOff' ? signOffText(part.value as SignOff | null) : plainText(part.value);
  }
  if (area === 'calls' || field === CALL) return `“${nodeName(policy, part.kind === 'value' ? String(part.value) : '')}”`;
  if (area !== 'config') return plainText(part.kind === 'value' ? part.value : '');
  const node = policy.nodes.find((one) => one.id === id);
  if (part.kind !== 'value') return part.kind === 'sequence' ? listText(part) : presence(base);
  if (field !== undefined) return plainText(part.value);
  return settingText(node?.kind ?? '', item === undefined ? key : `${key}.${item}`, part.value, policy);
}

/** What a side did to one thing, for a choice between keeping and removing it. */
function changesOf(base: PolicyDocument | null, document: PolicyDocument, isAbout: (change: Change) => boolean): string {
  const changes = base === null ? [] : diffDocuments(base, document).changes.filter(isAbout);
  if (changes.length === 0) return presence(base);
  const told = changes.slice(0, MOST_SENTENCES).map(({ sentence }) => sentence);
  const more = changes.length - told.length;
  return [...told, ...(more > 0 ? [`and ${plural(more, 'more change')}`] : [])].join('; ');
}

const presence = (base: PolicyDocument | null): string => (base === null ? 'with it' : 'in the policy');

const listText = (part: Part): string => (part.kind === 'value' ? 'none' : orderText([...part.parts.keys()], part.parts));

/** "“Full function”, then “Apology”" */
export const orderText = (keys: readonly string[], items: ReadonlyMap<string, Part>): string =>
  keys.map((id) => itemText(items.get(id), id)).join(', then ');

function itemText(item: Part | undefined, id: string): string {
  const name = valueAt(item, ['name']);
  return typeof name === 'string' && name !== '' ? `“${name}”` : id;
}

function itemFieldLabel(kindName: string, listKey: string, key: string): string {
  const control = kinds.get(kindName)?.fields.find((field) => field.key === listKey)?.control;
  const label = control?.kind === 'list' ? control.fields.find((field) => field.key === key)?.label : undefined;
  return (label ?? key).toLowerCase();
}
