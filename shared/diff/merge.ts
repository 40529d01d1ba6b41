import { kinds } from '../kinds/index.ts';
import type { PolicyDocument } from '../model/index.ts';
import { type ConflictWords, conflictWords, orderText } from './conflict-words.ts';
import {
  CALL,
  callsOf,
  child,
  configOf,
  documentOf,
  entriesOf,
  type Group,
  group,
  isSamePart,
  type Part,
  partAt,
  partsOf,
  value,
  valueAt,
  without,
} from './parts.ts';
import { withOwnIds } from './same-id.ts';
import { mergedOrder } from './sequence.ts';

export type Side = 'mine' | 'theirs';

/** Both sides changed the same thing, and differently. */
export interface MergeConflict extends ConflictWords {
  /** The same for the same three documents: key of the choices. */
  readonly id: string;
  /** Card that it is about, if it is about one. */
  readonly nodeId: string | null;
  /** The side that the merged document has there. */
  readonly taken: Side;
}

export interface Merged {
  readonly document: PolicyDocument;
  readonly conflicts: readonly MergeConflict[];
  /** What was decided without asking and is worth knowing, one sentence each. */
  readonly notes: readonly string[];
}

export type Choices = Readonly<Record<string, Side>>;

/**
 * Merges two documents that began as one, by node and field. What one side alone changed is taken; what both changed differently is
 * a conflict, and the document has there what was chosen, else mine, else what is not empty. Places on the sheet are never asked about: mine
 * stay. `base` null = nobody knows how they began: then each difference is a conflict, and nothing is left out unless that is chosen.
 */
export function threeWayMerge(base: PolicyDocument | null, mine: PolicyDocument, theirs: PolicyDocument, choices: Choices = {}): Merged {
  const mineParts = partsOf(mine);
  let theirParts = partsOf(theirs);
  const baseParts = base === null ? null : partsOf(base);
  let notes: readonly string[] = [];
  let renamed = theirs;
  if (baseParts !== null) {
    if (isSamePart(baseParts, theirParts) || isSamePart(mineParts, theirParts)) return { document: mine, conflicts: [], notes };
    if (isSamePart(baseParts, mineParts)) return { document: theirs, conflicts: [], notes };
    ({ document: renamed, notes } = withOwnIds(theirs, { base: baseParts, mine: mineParts, theirs: theirParts }));
    if (renamed !== theirs) theirParts = partsOf(renamed);
  }
  const merge = new Merge(baseParts, mineParts, theirParts, choices);
  const root = merge.run();
  const words = { base, mine, theirs: renamed, parts: { base: baseParts, mine: mineParts, theirs: theirParts } };
  return {
    document: documentOf(root),
    notes,
    conflicts: merge.conflicts.map(({ path, orders, taken }) => ({
      id: idOf(path, orders !== null),
      nodeId: path[0] === 'nodes' ? (path[1] ?? null) : null,
      taken,
      ...conflictWords(words, path, orders),
    })),
  };
}

interface Found {
  readonly path: readonly string[];
  /** Of an order: what it would be with either side first. */
  readonly orders: Readonly<Record<Side, string>> | null;
  readonly taken: Side;
}

const idOf = (path: readonly string[], isOrder: boolean): string => `${path.join('/')}${isOrder ? ' order' : ''}`;

/** Only a drawing: asking about each of them would bury what matters. */
const isDrawing = (path: readonly string[]): boolean =>
  path[0] === 'places' || path[0] === 'groups' || (path[0] === 'notes' && path[2] === 'at');

class Merge {
  conflicts: Found[] = [];
  private readonly base: Group | null;
  private readonly mine: Group;
  private readonly theirs: Group;
  private readonly choices: Choices;

  constructor(base: Group | null, mine: Group, theirs: Group, choices: Choices) {
    this.base = base;
    this.mine = mine;
    this.theirs = theirs;
    this.choices = choices;
  }

  run(): Group {
    const merged = this.parts([], this.base ?? undefined, this.mine, this.theirs) as Group;
    return this.withoutLooseEnds(merged);
  }

  private part(path: readonly string[], base: Part | undefined, mine: Part | undefined, theirs: Part | undefined): Part | undefined {
    if (isSamePart(mine, theirs)) return mine;
    if (this.base !== null) {
      if (path[0] === 'nodes' && path.length === 2 && (mine === undefined || theirs === undefined))
        return this.node(path, base, mine, theirs);
      if (isSamePart(base, mine)) return theirs;
      if (isSamePart(base, theirs)) return mine;
      if ((mine === undefined || theirs === undefined) && isMovedNote(path, base, mine ?? theirs)) return undefined;
    }
    if (mine === undefined || theirs === undefined) return this.chosen(path, mine, theirs);
    const [a, b] = [asGroup(mine, theirs), asGroup(theirs, mine)];
    if (a === undefined || b === undefined) return this.chosen(path, mine, theirs);
    const inCommon = base === undefined ? undefined : (asGroup(base, a) ?? undefined);
    return path[0] === 'nodes' && path.length === 2 ? this.bothNodes(path, inCommon, a, b) : this.parts(path, inCommon, a, b);
  }

  private parts(path: readonly string[], base: Group | undefined, mine: Group, theirs: Group): Part {
    const merged = new Map<string, Part>();
    for (const key of new Set([...mine.parts.keys(), ...theirs.parts.keys()])) {
      const part = this.part([...path, key], base?.parts.get(key), mine.parts.get(key), theirs.parts.get(key));
      if (part !== undefined) merged.set(key, part);
    }
    return mine.kind === 'sequence' ? this.ordered(path, base, mine, theirs, merged) : group(merged);
  }

  private ordered(path: readonly string[], base: Group | undefined, mine: Group, theirs: Group, merged: Map<string, Part>): Part {
    const orders = [base, mine, theirs].map((side) => [...(side?.parts.keys() ?? [])]) as [string[], string[], string[]];
    const order = (first: Side) => mergedOrder(...orders, new Set(merged.keys()), first);
    const { isConflict } = order('mine');
    // Which model of a price list comes first says nothing.
    const isAsked = isConflict && path[0] === 'nodes';
    const text = (side: Side): string => orderText(order(side).keys, merged);
    const first = isAsked ? this.choose(path, { mine: text('mine'), theirs: text('theirs') }, 'mine') : 'mine';
    return group(
      order(first).keys.map((key) => [key, merged.get(key) as Part]),
      'sequence',
    );
  }

  /** A node that one side does not have: taken away there, or added by the other. */
  private node(path: readonly string[], base: Part | undefined, mine: Part | undefined, theirs: Part | undefined): Part | undefined {
    if (base === undefined) return mine ?? theirs;
    const left = mine ?? theirs;
    const leftSide = mine === undefined ? this.theirs : this.mine;
    const id = path[1] as string;
    const isUntouched = isSamePart(base, left) && !hasMore(callersOf(leftSide, id), callersOf(this.base as Group, id));
    return isUntouched ? undefined : this.chosen(path, mine, theirs);
  }

  /** Two settings that are fine apart may be refused together; then the settings as a whole are in question. */
  private bothNodes(path: readonly string[], base: Group | undefined, mine: Group, theirs: Group): Part | undefined {
    if (!isSamePart(child(mine, 'kind'), child(theirs, 'kind'))) return this.chosen(path, mine, theirs);
    const before = this.conflicts;
    const merged = this.parts(path, base, mine, theirs) as Group;
    const kind = kinds.get(String(valueAt(merged, ['kind'])));
    if (kind === undefined || kind.config.schema.safeParse(configOf(merged)).success) return merged;
    const isInside = ({ path: inside }: Found): boolean => inside[1] === path[1] && inside[2] === 'config';
    this.conflicts = before.concat(this.conflicts.slice(before.length)).filter((found) => !isInside(found));
    const config = this.chosen([...path, 'config'], child(mine, 'config'), child(theirs, 'config')) as Part;
    return group(new Map([...merged.parts, ['config', config]]));
  }

  private chosen(path: readonly string[], mine: Part | undefined, theirs: Part | undefined): Part | undefined {
    const safe: Side = mine === undefined ? 'theirs' : 'mine';
    return (isDrawing(path) ? safe : this.choose(path, null, safe)) === 'mine' ? mine : theirs;
  }

  private choose(path: readonly string[], orders: Found['orders'], safe: Side): Side {
    const taken = this.choices[idOf(path, orders !== null)] ?? safe;
    this.conflicts.push({ path, orders, taken });
    return taken;
  }

  /**
   * What hung on a node that the merge leaves out goes with it, and what one side cut off from a node that stays is there again. Loose
   * ends that one of the documents had already are left as they are.
   */
  private withoutLooseEnds(merged: Group): Group {
    const ids = new Set(entriesOf(merged, 'nodes').map(([id]) => id));
    const sides = [this.base, this.mine, this.theirs].flatMap((side) => side ?? []);
    const gone = new Set(sides.flatMap((side) => entriesOf(side, 'nodes').map(([id]) => id)).filter((id) => !ids.has(id)));
    const isBack = (id: string): boolean =>
      ids.has(id) &&
      partAt(this.base ?? undefined, ['nodes', id]) !== undefined &&
      [this.mine, this.theirs].some((side) => partAt(side, ['nodes', id]) === undefined);
    const back = new Set([...ids].filter(isBack));
    const nodes = entriesOf(merged, 'nodes').map(([id, node]) => [id, this.reconnected(id, withoutCallsTo(gone, node), back)] as const);
    const only = (list: string, keep: (key: string, part: Part) => boolean): readonly [string, Part] => [
      list,
      group(entriesOf(merged, list).filter(([key, part]) => keep(key, part))),
    ];
    return group([
      ...merged.parts,
      ['nodes', group(nodes)],
      only('silenced', (key) => !gone.has(JSON.parse(key)[1])),
      only('places', (key) => !gone.has(key)),
      ['notes', group(entriesOf(merged, 'notes').map(([id, note]) => [id, this.settled(note, gone)] as const))],
      ['groups', group(this.withoutDoubles(merged, gone))],
    ]);
  }

  /**
   * Calls to nodes that one side had taken away and the merge keeps. Where the removal closed the gap (its caller now calls what it called),
   * the gap is opened again; a caller that leads somewhere new stays so.
   */
  private reconnected(id: string, node: Part, back: ReadonlySet<string>): Part {
    if (back.size === 0) return node;
    const connected = new Map(callsOf(node));
    const ports = portIdsOf(node);
    const closesGap = (kept: string, to: string): boolean =>
      callsOf(partAt(this.base ?? undefined, ['nodes', kept])).some(([, below]) => below === to);
    return [this.mine, this.theirs]
      .flatMap((side) => callsOf(partAt(side, ['nodes', id])))
      .filter(([port, to]) => {
        const now = connected.get(port);
        return back.has(to) && ports.has(port) && (now === undefined || (now !== to && closesGap(to, now)));
      })
      .reduce((at, [port, to]) => withCall(at, port, to), node);
  }

  /** A comment on a node that is gone stands on the sheet where it stood. */
  private settled(note: Part, gone: ReadonlySet<string>): Part {
    const at = valueAt(note, ['at']) as { x: number; y: number; nodeId: string | null } | undefined;
    if (note.kind === 'value' || at === undefined || at.nodeId === null || !gone.has(at.nodeId)) return note;
    const sides = [this.mine, this.theirs].map((side) => valueAt(side, ['places', at.nodeId as string]));
    const corner = (sides.find((place) => place !== undefined) ?? { x: 0, y: 0 }) as { x: number; y: number };
    const on = { x: corner.x + at.x, y: corner.y + at.y, nodeId: null };
    return group([...note.parts, ['at', value(on)]]);
  }

  /** A node is in one group at most: the first that has it. */
  private withoutDoubles(merged: Group, gone: ReadonlySet<string>): readonly (readonly [string, Part])[] {
    const seen = new Set<string>();
    return entriesOf(merged, 'groups').map(([id, one]) => {
      const nodeIds = (valueAt(one, ['nodeIds']) as string[]).filter((nodeId) => !gone.has(nodeId) && !seen.has(nodeId));
      for (const nodeId of nodeIds) seen.add(nodeId);
      return [id, group([...(one as Group).parts, ['nodeIds', value(nodeIds)]])] as const;
    });
  }
}

/** Moved by one side and taken away by the other: nobody misses the move. */
const isMovedNote = (path: readonly string[], base: Part | undefined, left: Part | undefined): boolean =>
  path[0] === 'notes' && path.length === 2 && base !== undefined && isSamePart(child(base, 'text'), child(left, 'text'));

/** An empty list has no items to be told apart by, so it is taken for what the other side has. */
function asGroup(part: Part, other: Part): Group | undefined {
  if (part.kind !== 'value') return other.kind === part.kind || isEmptyList(other) ? part : undefined;
  return isEmptyList(part) && other.kind === 'sequence' ? group([], 'sequence') : undefined;
}

const isEmptyList = (part: Part): boolean => part.kind === 'value' && Array.isArray(part.value) && part.value.length === 0;

/** `from:port` of each call of a node. */
const callersOf = (side: Group, id: string): ReadonlySet<string> =>
  new Set(
    entriesOf(side, 'nodes').flatMap(([from, node]) => callsOf(node).flatMap(([port, to]) => (to === id ? [`${from}:${port}`] : []))),
  );

const hasMore = (now: ReadonlySet<string>, before: ReadonlySet<string>): boolean => [...now].some((key) => !before.has(key));

function withoutCallsTo(gone: ReadonlySet<string>, node: Part): Part {
  if (node.kind === 'value' || !callsOf(node).some(([, to]) => gone.has(to))) return node;
  const isGone = (call: Part | undefined): boolean => call?.kind === 'value' && gone.has(call.value as string);
  const cut = (setting: Part): Part =>
    setting.kind !== 'sequence'
      ? setting
      : group(
          [...setting.parts].map(([id, item]) => [id, isGone(child(item, CALL)) ? without(item, CALL) : item]),
          'sequence',
        );
  return group([
    ...node.parts,
    ['config', group(entriesOf(node, 'config').map(([key, setting]) => [key, cut(setting)]))],
    ['calls', group(entriesOf(node, 'calls').filter(([, call]) => !isGone(call)))],
  ]);
}

/** Where the call belongs: on the tier or route of that id, else on the node. */
function withCall(node: Part, port: string, to: string): Part {
  if (node.kind === 'value') return node;
  const list = entriesOf(node, 'config').find(([, setting]) => setting.kind === 'sequence' && setting.parts.has(port));
  if (list === undefined) return group([...node.parts, ['calls', group([...entriesOf(node, 'calls'), [port, value(to)]])]]);
  const [key, setting] = list as [string, Group];
  const item = setting.parts.get(port) as Group;
  const items = group([...setting.parts, [port, group([...item.parts, [CALL, value(to)]])]], 'sequence');
  return group([...node.parts, ['config', group([...entriesOf(node, 'config'), [key, items]])]]);
}

function portIdsOf(node: Part): ReadonlySet<string> {
  const kind = kinds.get(String(valueAt(node, ['kind'])));
  const config = kind?.config.schema.safeParse(configOf(node));
  return new Set(kind === undefined || config?.success !== true ? [] : kind.face.ports(config.data).map(({ id }) => id));
}
