import { headsOf } from '../../shared/edit/index.ts';
import type { LayoutGroup, Policy } from '../../shared/model/index.ts';

/** Id on the sheet of the card, open or folded, that the pointer is over when a wire is let go beside every handle. */
export function cardUnder(event: MouseEvent | TouchEvent): string | null {
  const at = pointOf(event);
  const element = window.document.elementFromPoint(at.x, at.y)?.closest('.react-flow__node-card, .react-flow__node-folded');
  return element?.getAttribute('data-id') ?? null;
}

/** In page pixels. */
export function pointOf(event: MouseEvent | TouchEvent): { readonly x: number; readonly y: number } {
  const at = 'clientX' in event ? event : (event.changedTouches[0] ?? { clientX: 0, clientY: 0 });
  return { x: at.clientX, y: at.clientY };
}

/** Connection under a point, through whatever lies over it: between two cards a port's reach lies over the wire. */
export function wireUnder(point: { readonly x: number; readonly y: number }): string | null {
  const wire = window.document.elementsFromPoint(point.x, point.y).flatMap((element) => element.closest('.wire-group') ?? [])[0];
  return wire?.getAttribute('data-id') ?? null;
}

/** The node that a wire to a folded group means: the only one that calls come in at, or null when there are several. */
export function headOfGroup(policy: Policy, group: LayoutGroup): string | null {
  const heads = headsOf(policy, group.nodeIds);
  return heads.length === 1 ? (heads[0]?.id ?? null) : null;
}
