import { Command } from 'cmdk';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { portName } from '../../shared/edit/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { edgeId, type PolicyDocument } from '../../shared/model/index.ts';
import { Glyph } from '../parts/index.ts';
import { words } from '../words/index.ts';
import { canvasStore, type QuickAdd as Wanted } from './canvas-store.ts';
import { addAfter } from './place.ts';

const WIDTH = 288;
const HEIGHT = 316;
const close = (): void => canvasStore.setState({ quickAdd: null });

/** Kinds that fit a port, to be searched, at the pointer. Enter adds the first and connects it there. */
export function QuickAddList({ wanted, document }: { readonly wanted: Wanted; readonly document: PolicyDocument }) {
  const box = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const [place, setPlace] = useState({ left: wanted.page.x, top: wanted.page.y });
  useLayoutEffect(() => {
    const { innerWidth, innerHeight } = window;
    setPlace({
      left: Math.max(8, Math.min(wanted.page.x, innerWidth - WIDTH - 8)),
      top: Math.max(8, Math.min(wanted.page.y, innerHeight - HEIGHT - 8)),
    });
  }, [wanted]);
  useEffect(() => {
    cameFrom.current = window.document.activeElement;
    box.current?.querySelector('input')?.focus();
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) close();
    };
    window.addEventListener('pointerdown', onPointer, true);
    return () => window.removeEventListener('pointerdown', onPointer, true);
  }, []);
  const from = document.policy.nodes.find(({ id }) => id === wanted.nodeId);
  if (from === undefined) return null;
  const wire = document.policy.edges.find((edge) => edgeId(edge) === wanted.wireId);
  const to = wire === undefined ? undefined : document.policy.nodes.find(({ id }) => id === wire.to);
  const title =
    to === undefined ? words.canvas.quickAddTitle(portName(from, wanted.portId)) : words.canvas.quickAddBetween(from.name, to.name);
  // Nothing may call an entry, and what calls nothing cannot stand between two nodes.
  const fitting = [...kinds.values()].filter(
    ({ face, config }) => face.isCallable && (wanted.wireId === null || face.ports(config.defaults).length > 0),
  );
  return (
    <div ref={box} className="quick-add popup" style={{ ...place, width: WIDTH, maxHeight: HEIGHT }} role="dialog" aria-label={title}>
      <Command
        label={words.canvas.quickAddLabel}
        loop
        filter={(value, search, keywords) => rank(value, search, keywords ?? [])}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Tab') return;
          event.preventDefault();
          event.stopPropagation();
          close();
          if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
        }}
      >
        <p className="popup-label">{title}</p>
        <Command.Input className="input" placeholder={words.canvas.quickAddFind} aria-label={words.canvas.quickAddFind} />
        <Command.List className="scroll-thin" label={words.canvas.quickAddLabel}>
          <Command.Empty className="quick-add-none">{words.canvas.quickAddNone}</Command.Empty>
          {fitting.map(({ kind, face }) => (
            <Command.Item
              key={kind}
              value={face.title}
              keywords={[...face.keywords]}
              className="quick-add-item"
              title={face.purpose}
              onSelect={() => {
                close();
                addAfter(kind, wanted);
              }}
            >
              <Glyph kind={kind} />
              <span>{face.title}</span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </div>
  );
}

/** Titles that begin with what was typed come first, then titles and keywords that hold it; 0 = not shown. */
function rank(title: string, search: string, keywords: readonly string[]): number {
  const wanted = search.trim().toLowerCase();
  const name = title.toLowerCase();
  if (name.startsWith(wanted)) return 1;
  if (name.split(' ').some((word) => word.startsWith(wanted))) return 0.8;
  if (name.includes(wanted)) return 0.6;
  if (keywords.some((keyword) => keyword.startsWith(wanted))) return 0.4;
  return keywords.some((keyword) => keyword.includes(wanted)) ? 0.2 : 0;
}
