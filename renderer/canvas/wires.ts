import { edgeId, type Point, type PolicyEdge } from '../../shared/model/index.ts';
import type { Card } from './geometry.ts';
import { type Area, NOWHERE, Obstacles } from './obstacles.ts';
import type { WireMemory } from './wire-memory.ts';

/** Orthogonal ways from ports to cards. Pure: the same drawing gives the same wires. */
export interface Wire {
  readonly id: string;
  /** Corners, first and last included; neighbours differ in one coordinate only. */
  readonly points: readonly Point[];
}

const CORNER = 8;
/** A wire keeps this far from the card that it leaves or enters before it turns. */
const LEAD = 16;
const CHANNEL_PITCH = 12;

export interface Draft {
  readonly edge: PolicyEdge;
  readonly from: Card;
  readonly to: Card;
  readonly start: Point;
  /** How it leaves and how it arrives. */
  readonly way: 'across' | 'down' | 'around';
  end: Point;
  channel: number;
}

/** Wires with what they are led by. */
export interface Laid {
  /** Each finds its way when its points are asked for: of a large drawing most are never looked at. */
  readonly wires: readonly Wire[];
  /** In the order of the wires. */
  readonly drafts: readonly Draft[];
  readonly obstacles: Obstacles;
}

export const wiresOf = (edges: readonly PolicyEdge[], cards: readonly Card[], memory?: WireMemory): readonly Wire[] =>
  layWires(edges, cards, memory).wires;

/** `memory` of an earlier drawing makes the next one of nearly the same cards cheap; the wires are the same without it. */
export function layWires(edges: readonly PolicyEdge[], cards: readonly Card[], memory?: WireMemory): Laid {
  const byId = new Map(cards.map((card) => [card.node.id, card]));
  const drafts: Draft[] = [];
  for (const edge of edges) {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    const draft = from === undefined || to === undefined ? undefined : draftOf(edge, from, to);
    if (draft !== undefined) drafts.push(draft);
  }
  spreadArrivals(drafts);
  spreadChannels(drafts);
  const obstacles = new Obstacles(cards);
  const remembered = memory?.startWith(byId);
  const wayOf = (id: string, draft: Draft): readonly Point[] => {
    const known = remembered?.get(id, draft);
    if (known !== undefined) return known;
    const { points, reach } = routeOf(draft, obstacles);
    const way = simplified(points);
    remembered?.set(id, draft, way, reach);
    return way;
  };
  const wires = drafts.map((draft): Wire => {
    const id = edgeId(draft.edge);
    let points: readonly Point[] | undefined;
    return {
      id,
      get points() {
        points ??= wayOf(id, draft);
        return points;
      },
    };
  });
  return { wires, drafts, obstacles };
}

/**
 * Only the wires of cards in hand follow them, and are as they would be if the cards were let go there; all others stay and make room when that
 * happens. `moved`: the cards in hand where they are now. By the wire's id.
 */
export function wiresInHand({ drafts, obstacles }: Laid, moved: ReadonlyMap<string, Card>): ReadonlyMap<string, Wire> {
  const fresh: (Draft | null)[] = drafts.map(({ edge, from, to }) => {
    const [start, end] = [moved.get(edge.from), moved.get(edge.to)];
    return start === undefined && end === undefined ? null : (draftOf(edge, start ?? from, end ?? to) ?? null);
  });
  const following = fresh.filter((draft) => draft !== null);
  const across = following.filter(({ way }) => way === 'across');
  const targets = new Set(across.map(({ edge }) => edge.to));
  const columns = new Set(across.map(({ from }) => columnOf(from)));
  // Beside them run those that enter the same cards or turn in the same columns.
  const arriving: Draft[] = [];
  const turning: Draft[] = [];
  fresh.forEach((mine, at) => {
    const stays = drafts[at]!;
    const draft = mine ?? (targets.has(stays.edge.to) ? draftOf(stays.edge, stays.from, stays.to) : { ...stays, channel: 0 });
    if (draft === undefined || draft.way !== 'across') return;
    if (targets.has(draft.edge.to)) arriving.push(draft);
    if (columns.has(columnOf(draft.from))) turning.push(draft);
  });
  spreadArrivals(arriving);
  spreadChannels(turning);
  const around = obstacles.with(moved);
  return new Map(
    following.map((draft) => [edgeId(draft.edge), { id: edgeId(draft.edge), points: simplified(routeOf(draft, around).points) }]),
  );
}

/** Undefined when the port is gone. */
function draftOf(edge: PolicyEdge, from: Card, to: Card): Draft | undefined {
  const place = from.ports.find(({ port }) => port.id === edge.port);
  if (place === undefined) return undefined;
  const { at, side } = place;
  const right = from.x + from.width;
  const isRightward = to.x >= right + 2 * 8;
  const isBelow = to.y >= from.y + from.height;
  const middle = Math.min(34, to.height / 2);
  const left = { x: to.x, y: to.y + (to.hasRows ? middle : to.height / 2) };
  const top = { x: to.x + to.width / 2, y: to.y };
  if (isRightward) {
    const start =
      side === 'right' ? { x: from.x + at.x, y: from.y + at.y } : { x: right, y: from.y + (from.hasRows ? 34 : from.height / 2) };
    return { edge, from, to, start, way: 'across', end: left, channel: 0 };
  }
  const start = { x: from.x + at.x, y: from.y + at.y };
  return { edge, from, to, start, way: side === 'free' && isBelow ? 'down' : 'around', end: top, channel: 0 };
}

/** Wires that enter a card at its left stand apart, in the order of where they come from. */
function spreadArrivals(drafts: Draft[]): void {
  const groups = groupBy(
    drafts.filter(({ way }) => way === 'across'),
    ({ edge }) => edge.to,
  );
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    group.sort((a, b) => a.start.y - b.start.y);
    const pitch = Math.min(14, (group[0]!.to.height - 20) / (group.length - 1));
    group.forEach((draft, i) => {
      draft.end = { x: draft.end.x, y: draft.end.y + (i - (group.length - 1) / 2) * pitch };
    });
  }
}

const columnOf = (from: Card): number => Math.round((from.x + from.width) / 40);

/**
 * Verticals between two columns get a channel each where they would overlap. Going up, the highest start turns first; going
 * down, the lowest: so no wire crosses another that leaves the same column.
 */
function spreadChannels(drafts: Draft[]): void {
  const across = drafts.filter(({ way, start, end }) => way === 'across' && Math.abs(start.y - end.y) > 0.5);
  for (const group of groupBy(across, ({ from }) => columnOf(from)).values()) {
    const up = group.filter(({ start, end }) => end.y < start.y).sort((a, b) => a.start.y - b.start.y);
    const down = group.filter(({ start, end }) => end.y >= start.y).sort((a, b) => b.start.y - a.start.y);
    const placed: Draft[] = [];
    for (const list of [up, down]) {
      for (const draft of list) {
        const taken = new Set(placed.filter((other) => overlaps(other, draft)).map(({ channel }) => channel));
        while (taken.has(draft.channel)) draft.channel++;
        placed.push(draft);
      }
    }
  }
}

function overlaps(a: Draft, b: Draft): boolean {
  const [a1, a2] = [Math.min(a.start.y, a.end.y), Math.max(a.start.y, a.end.y)];
  const [b1, b2] = [Math.min(b.start.y, b.end.y), Math.max(b.start.y, b.end.y)];
  // Wires into one card may share their last stretch; they read as one line that joins.
  return a1 - 6 < b2 && b1 - 6 < a2;
}

interface Route {
  readonly points: readonly Point[];
  /** What was looked at to find it: a card that comes, goes or moves outside does not change it. */
  readonly reach: Area;
}

function routeOf(draft: Draft, obstacles: Obstacles): Route {
  const { start, end, from, to, way, channel } = draft;
  const open = (points: readonly Point[]): Route => ({ points, reach: NOWHERE });
  if (way === 'down') {
    if (Math.abs(start.x - end.x) < 1) return open([start, end]);
    const y = end.y - Math.min(11, (end.y - start.y) / 2);
    return open([start, { x: start.x, y }, { x: end.x, y }, end]);
  }
  if (way === 'around') {
    const x = from.x + from.width + LEAD;
    const y = end.y - 11;
    const out =
      start.x >= from.x + from.width - 40 && start.y < from.y + from.height
        ? [start, { x, y: start.y }, { x, y }]
        : [start, { x: start.x, y: from.y + from.height + 11 }, { x, y: from.y + from.height + 11 }, { x, y }];
    return open([...out, { x: end.x, y }, end]);
  }
  if (Math.abs(start.y - end.y) <= 0.5) return open([start, end]);
  const right = from.x + from.width;
  const gap = to.x - right;
  const near = right + Math.min(LEAD + channel * CHANNEL_PITCH, Math.max(8, gap - 10));
  const far = Math.max(right + 8, to.x - LEAD - channel * CHANNEL_PITCH);
  const direct = (x: number): readonly Point[] => [start, { x, y: start.y }, { x, y: end.y }, end];
  const [top, bottom] = [Math.min(start.y, end.y), Math.max(start.y, end.y)];
  const reachOf = (detour: number): Area => ({
    left: Math.min(start.x, near, far) - 1,
    right: Math.max(end.x, near, far) + 1,
    top: top - detour - 12,
    bottom: bottom + detour + 12,
  });
  for (const x of [near, far, (near + far) / 2]) {
    if (obstacles.isFree(direct(x), draft)) return { points: direct(x), reach: reachOf(0) };
  }
  // Something stands in between: go along a row of air above or below one of the cards there, the one that is the shortest detour.
  for (const detour of [400, FARTHEST_DETOUR]) {
    const reach = reachOf(detour);
    const corridors = obstacles
      .within(reach)
      .filter((card) => card !== from && card !== to)
      .flatMap((card) => [card.y - 11, card.y + card.height + 11])
      .map((y) => ({ y, length: Math.abs(start.y - y) + Math.abs(end.y - y) }))
      .sort((a, b) => a.length - b.length || a.y - b.y);
    for (const { y, length } of corridors) {
      if (length > bottom - top + 2 * detour) break;
      const points = [start, { x: near, y: start.y }, { x: near, y }, { x: far, y }, { x: far, y: end.y }, end];
      if (obstacles.isFree(points, draft)) return { points, reach: reachOf((length - (bottom - top)) / 2) };
    }
  }
  return { points: direct(near), reach: reachOf(FARTHEST_DETOUR) };
}

/** Farther out than this a wire goes straight through what stands in its way: nobody's eye would follow it there. */
const FARTHEST_DETOUR = 1_600;

/** Without corners that do not turn. */
function simplified(points: readonly Point[]): readonly Point[] {
  return points.filter((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (before === undefined || after === undefined) return true;
    const isSame = before.x === point.x && before.y === point.y;
    const isStraight = (before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y);
    return !isSame && !isStraight;
  });
}

/** The same way, `offset` pixels to its right hand: one of the strands that lie side by side. */
export function offsetPoints(points: readonly Point[], offset: number): readonly Point[] {
  if (offset === 0) return points;
  const normals = points.slice(1).map((point, i) => {
    const before = points[i]!;
    const length = Math.hypot(point.x - before.x, point.y - before.y) || 1;
    return { x: -(point.y - before.y) / length, y: (point.x - before.x) / length };
  });
  return points.map((point, i) => {
    const before = normals[i - 1] ?? normals[i]!;
    const after = normals[i] ?? normals[i - 1]!;
    const isTurn = Math.abs(before.x - after.x) + Math.abs(before.y - after.y) > 0.01;
    const x = isTurn ? before.x + after.x : before.x;
    const y = isTurn ? before.y + after.y : before.y;
    return { x: point.x + x * offset, y: point.y + y * offset };
  });
}

/** SVG path with soft corners. */
export function wirePath(points: readonly Point[], corner = CORNER): string {
  const first = points[0];
  if (first === undefined) return '';
  let path = `M${round(first.x)} ${round(first.y)}`;
  for (let i = 1; i < points.length; i++) {
    const point = points[i]!;
    const before = points[i - 1]!;
    const after = points[i + 1];
    if (after === undefined) {
      path += `L${round(point.x)} ${round(point.y)}`;
      continue;
    }
    const into = Math.hypot(point.x - before.x, point.y - before.y);
    const out = Math.hypot(after.x - point.x, after.y - point.y);
    const r = Math.min(corner, into / 2, out / 2);
    const a = { x: point.x + ((before.x - point.x) / (into || 1)) * r, y: point.y + ((before.y - point.y) / (into || 1)) * r };
    const b = { x: point.x + ((after.x - point.x) / (out || 1)) * r, y: point.y + ((after.y - point.y) / (out || 1)) * r };
    path += `L${round(a.x)} ${round(a.y)}Q${round(point.x)} ${round(point.y)} ${round(b.x)} ${round(b.y)}`;
  }
  return path;
}

export interface LabelPlace extends Point {
  readonly isVertical: boolean;
  /** Of the stretch that the label sits on. */
  readonly length: number;
}

/** Middle of the longest stretch: where a label sits. Level ones count double, since words lie level too. */
export function labelPlace(points: readonly Point[]): LabelPlace {
  let best = 0;
  let place: LabelPlace = { ...(points[0] ?? { x: 0, y: 0 }), isVertical: false, length: 0 };
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!;
    const b = points[i]!;
    const length = Math.abs(a.x - b.x) * 2 + Math.abs(a.y - b.y);
    if (length > best) {
      best = length;
      place = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, isVertical: a.x === b.x, length: Math.hypot(a.x - b.x, a.y - b.y) };
    }
  }
  return place;
}

/** Width after a run: the logarithm of calls, so that one call in a hundred can still be seen. */
export const wireWidth = (callsPerS: number): number => 1.5 + 2.6 * Math.log10(1 + 12 * callsPerS);

const round = (value: number): number => Math.round(value * 10) / 10;

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const k = key(item);
    const group = groups.get(k);
    if (group === undefined) groups.set(k, [item]);
    else group.push(item);
  }
  return groups;
}
