import { describe, expect, it } from 'vitest';
import { addNode, connect } from '../../shared/edit/index.ts';
import { POLICY_FORMAT, type PolicyDocument } from '../../shared/model/index.ts';
import { cardsOf } from './geometry.ts';
import { tidyLayout } from './tidy.ts';

const empty: PolicyDocument = {
  format: POLICY_FORMAT,
  policy: { id: 'p', name: 'P', description: '', providers: [], nodes: [], edges: [], silenced: [], promises: [] },
  layout: { nodes: {}, notes: [], groups: [] },
};

function drawn(kinds: readonly string[], edges: readonly (readonly [string, string, string])[]): PolicyDocument {
  let document = empty;
  for (const kind of kinds) document = addNode({ kind: kind.replace(/-\d$/, ''), id: kind, at: { x: 0, y: 0 } }).apply(document);
  for (const [from, port, to] of edges) document = connect({ from, port, to }).apply(document);
  return document;
}

const overlaps = (document: PolicyDocument): boolean => {
  const cards = cardsOf({ ...document, layout: { nodes: tidyLayout(document), notes: [], groups: [] } });
  return cards.some((a, i) =>
    cards.some((b, j) => i < j && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
  );
};

describe('tidy layout', () => {
  const ladder = drawn(
    ['entry', 'fallback', 'retry', 'model', 'template'],
    [
      ['entry', 'next', 'fallback'],
      ['fallback', 't1', 'retry'],
      ['retry', 'next', 'model'],
      ['fallback', 't2', 'template'],
    ],
  );

  it('runs chains down and choices to the right, tiers in call order', () => {
    const at = tidyLayout(ladder);
    expect(at['fallback']!.x).toBeGreaterThan(at['entry']!.x);
    expect(at['retry']!.x).toBeGreaterThan(at['fallback']!.x);
    expect(at['model']!.x).toBe(at['retry']!.x);
    expect(at['model']!.y).toBeGreaterThan(at['retry']!.y);
    expect(at['template']!.y).toBeGreaterThan(at['model']!.y);
    expect(overlaps(ladder)).toBe(false);
  });

  it('places every node, connected or not, and comes to an end on a drawn loop', () => {
    const loop: PolicyDocument = {
      ...drawn(['retry', 'breaker', 'model'], []),
      policy: {
        ...drawn(['retry', 'breaker', 'model'], []).policy,
        edges: [
          { from: 'retry', port: 'next', to: 'breaker' },
          { from: 'breaker', port: 'next', to: 'retry' },
        ],
      },
    };
    expect(Object.keys(tidyLayout(loop)).sort()).toEqual(['breaker', 'model', 'retry']);
    expect(overlaps(loop)).toBe(false);
    expect(tidyLayout(empty)).toEqual({});
  });
});
