import type { Result } from '../model/index.ts';

/** One version out of a file that git left with both in it. */
export interface ConflictSide {
  /** What git wrote behind the marker, mostly a branch or a commit; empty when nothing. */
  readonly label: string;
  readonly text: string;
}

export interface ConflictSides {
  readonly ours: ConflictSide;
  readonly theirs: ConflictSide;
  /** How both began, where git was told to write it (`merge.conflictStyle` diff3 or zdiff3) and did so at every place. */
  readonly base: ConflictSide | null;
}

const MARKER = /^(<{7}|\|{7}|={7}|>{7})(?: (.*?))?\r?$/;
type Reading = 'both' | 'ours' | 'base' | 'theirs';

/**
 * The two (or three) whole texts behind a file with conflict markers; what stands outside of the markers belongs to each. Fails where markers
 * are missing or out of order: half a conflict is nobody's version. Lines of JSON never begin with seven such signs, so no text is mistaken.
 */
export function splitConflict(text: string): Result<ConflictSides, 'no-conflict' | 'out-of-order'> {
  const sides = { ours: [] as string[], base: [] as string[], theirs: [] as string[] };
  const labels = { ours: '', base: '', theirs: '' };
  let reading: Reading = 'both';
  let places = 0;
  let placesWithBase = 0;
  for (const line of text.split('\n')) {
    const marker = MARKER.exec(line);
    if (marker === null) {
      for (const side of reading === 'both' ? (['ours', 'base', 'theirs'] as const) : [reading]) sides[side].push(line);
      continue;
    }
    const next = following(reading, marker[1]?.charAt(0));
    if (next === undefined) return { ok: false, error: 'out-of-order' };
    const labelled = next === 'both' ? 'theirs' : next;
    if (next !== 'theirs' && labels[labelled] === '') labels[labelled] = marker[2] ?? '';
    if (next === 'ours') places++;
    if (next === 'base') placesWithBase++;
    reading = next;
  }
  if (reading !== 'both') return { ok: false, error: 'out-of-order' };
  if (places === 0) return { ok: false, error: 'no-conflict' };
  const side = (name: 'ours' | 'base' | 'theirs'): ConflictSide => ({ label: labels[name], text: sides[name].join('\n') });
  return { ok: true, value: { ours: side('ours'), theirs: side('theirs'), base: placesWithBase === places ? side('base') : null } };
}

function following(reading: Reading, sign: string | undefined): Reading | undefined {
  if (sign === '<') return reading === 'both' ? 'ours' : undefined;
  if (sign === '|') return reading === 'ours' ? 'base' : undefined;
  if (sign === '=') return reading === 'ours' || reading === 'base' ? 'theirs' : undefined;
  return reading === 'theirs' ? 'both' : undefined;
}
