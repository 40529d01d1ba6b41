import { type CallRow, kinds, TIER_NAMES, type Tier } from '../../shared/kinds/index.ts';
import type { Finding, Policy } from '../../shared/model/index.ts';
import { enumerated, words } from '../words/index.ts';

export interface OutlineRow extends CallRow {
  /** "tier 2" where the caller has a choice; null elsewhere. */
  readonly callText: string | null;
  readonly summary: string;
  readonly errors: number;
  readonly warnings: number;
  readonly isFolded: boolean;
  /** What the row shows by signs, or where it stands, in words: read out after what it shows in words. */
  readonly unseen: string;
}

/** Rows in sight: what stands under a folded one is left out. */
export function outlineRows(
  tree: readonly CallRow[],
  policy: Policy,
  findings: readonly Finding[],
  folded: ReadonlySet<string>,
): readonly OutlineRow[] {
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const { nodeId, severity } of findings) {
    if (nodeId === undefined || severity === 'info') continue;
    const count = counts.get(nodeId) ?? { errors: 0, warnings: 0 };
    if (severity === 'error') count.errors++;
    else count.warnings++;
    counts.set(nodeId, count);
  }
  const hidden = new Set<string>();
  return tree.flatMap((row) => {
    const { node, key, parentKey } = row;
    // A row under a folded one, and one under a row that is itself hidden.
    if (parentKey !== null && (hidden.has(parentKey) || folded.has(parentKey))) {
      hidden.add(key);
      return [];
    }
    const face = kinds.get(node.kind)?.face;
    const { errors, warnings } = counts.get(node.id) ?? { errors: 0, warnings: 0 };
    const callText = row.call?.isChoice === true ? row.call.label : null;
    const summary = row.isReference ? words.outline.again : (face?.summary(node.config, policy) ?? '');
    const tier = tierOf(node.config);
    const parts = [
      face?.title !== node.name ? (face?.title ?? '') : '',
      tier === null || row.isReference ? '' : words.outline.answers(tier),
      errors === 0 ? '' : words.outline.errors(errors),
      warnings === 0 ? '' : words.outline.warnings(warnings),
    ];
    return [
      { ...row, callText, summary, errors, warnings, isFolded: folded.has(key), unseen: enumerated(parts.filter((part) => part !== '')) },
    ];
  });
}

/** What an answer of this node is worth, for those that have a tier. */
function tierOf(config: Readonly<Record<string, unknown>>): string | null {
  const tier = config['tier'];
  return tier === 1 || tier === 2 || tier === 3 ? words.outline.tier(tier, TIER_NAMES[tier as Tier]) : null;
}

/** Next row from `at` on whose node's name begins with these letters; the same row counts last, so that a letter pressed again goes on. */
export function findByLetters(rows: readonly OutlineRow[], at: number, letters: string): number | null {
  const wanted = letters.toLowerCase();
  for (let step = letters.length > 1 ? 0 : 1; step <= rows.length; step++) {
    const place = (at + step) % rows.length;
    if (rows[place]?.node.name.toLowerCase().startsWith(wanted) === true) return place;
  }
  return null;
}
