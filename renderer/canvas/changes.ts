import { createContext, useContext } from 'react';
import type { DrawnChange } from '../../shared/diff/index.ts';

/** How the drawing differs from another version: for a drawing that is looked at, never for one that is edited. */
export interface CanvasChanges {
  /** By node id. */
  readonly nodes: ReadonlyMap<string, DrawnChange>;
  /** By `edgeId`. */
  readonly edges: ReadonlyMap<string, DrawnChange>;
  /** Node that is looked at; the view goes to it. Null = none. */
  readonly current: string | null;
  readonly choose: (nodeId: string) => void;
}

export const ChangesContext = createContext<CanvasChanges | null>(null);

export function useCardChange(nodeId: string): { readonly mark: DrawnChange | null; readonly className: string } {
  const changes = useContext(ChangesContext);
  if (changes === null) return UNCHANGED;
  const mark = changes.nodes.get(nodeId) ?? null;
  return { mark, className: `${mark === null ? ' is-unchanged' : ` is-${mark}`}${changes.current === nodeId ? ' is-current' : ''}` };
}
const UNCHANGED = { mark: null, className: '' };

export function useWireChange(wireId: string): string {
  const changes = useContext(ChangesContext);
  if (changes === null) return '';
  const mark = changes.edges.get(wireId);
  return mark === undefined ? ' is-unchanged' : ` is-${mark}`;
}
