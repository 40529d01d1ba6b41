import { Command } from 'cmdk';
import { CircleAlert, Cpu, Group, Info, type LucideIcon, MessageSquare, MoveRight, Server, TriangleAlert } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useRef, useState } from 'react';
import { activeCanvas } from '../canvas/index.ts';
import { portKey } from '../inspector/index.ts';
import { Glyph } from '../parts/index.ts';
import { goTo as goToFinding } from '../problems/index.ts';
import { useDocument, useFindings, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { findPlaces, type JumpPlace, type JumpTarget, jumpPlaces } from './jump-places.ts';
import './commands.css';

const close = (): void => viewStore.getState().show({ overlay: null });

/** Everything in the open document by name, kind, setting or problem; Enter goes there. */
export function JumpPalette() {
  const document = useDocument((state) => state.history?.document);
  const findings = useFindings((state) => state.findings);
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const places = useMemo(() => (document === undefined ? [] : jumpPlaces(document, findings)), [document, findings]);
  // Not deferred: Enter right after the last letter must go where that letter leads.
  const { shown, count } = useMemo(() => findPlaces(places, query), [places, query]);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog command-palette" aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">{words.jump.title}</Dialog.Title>
          <Command label={words.jump.title} loop vimBindings={false} shouldFilter={false}>
            <Command.Input
              placeholder={words.jump.find}
              className="command-input"
              value={query}
              onValueChange={(next) => {
                setQuery(next);
                list.current?.scrollTo({ top: 0 });
              }}
            />
            <Command.List ref={list} className="command-list scroll-thin" label={words.jump.title}>
              <Command.Empty className="command-none">{words.jump.none}</Command.Empty>
              {shown.map((place) => (
                <Command.Item key={place.key} value={place.key} className="command-item" onSelect={() => choose(place)}>
                  <Sign place={place} />
                  <span className="command-label">{place.title}</span>
                  <span className="command-detail">{place.detail}</span>
                </Command.Item>
              ))}
            </Command.List>
            <p className="command-foot small ink-3">{count > shown.length ? words.jump.more(shown.length, count) : words.jump.hint}</p>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const SIGNS: Readonly<Record<Exclude<JumpTarget['type'], 'finding'>, LucideIcon>> = {
  node: Cpu,
  model: Cpu,
  tier: MoveRight,
  provider: Server,
  route: MoveRight,
  group: Group,
  note: MessageSquare,
};

function Sign({ place: { kind, target } }: { readonly place: JumpPlace }) {
  if (kind !== undefined) return <Glyph kind={kind} />;
  if (target.type === 'finding') {
    const { severity } = target.finding;
    if (severity === 'error') return <CircleAlert size={16} className="ink-failed" aria-hidden="true" />;
    if (severity === 'warning') return <TriangleAlert size={16} className="ink-t3" aria-hidden="true" />;
    return <Info size={16} className="ink-3" aria-hidden="true" />;
  }
  const Icon = SIGNS[target.type];
  return <Icon size={16} className="ink-3" aria-hidden="true" />;
}

function choose({ target }: JumpPlace): void {
  close();
  // After the dialog has given the focus back.
  setTimeout(() => go(target), 0);
}

function go(target: JumpTarget): void {
  const view = viewStore.getState();
  if (target.type === 'finding') goToFinding(target.finding);
  else if (target.type === 'provider') view.focusOn(null, target.providerId);
  else if (target.type === 'node' || target.type === 'tier') {
    view.focusOn(target.nodeId, target.type === 'tier' ? portKey(target.port) : null);
    reveal(target.nodeId);
  } else {
    view.goTo('design');
    if (target.type === 'route') view.select({ edges: [target.edgeId] });
    else if (target.type === 'note') view.select({ notes: [target.noteId] });
    else view.select({ nodes: target.nodeIds });
    const [first] = target.type === 'route' ? [target.nodeId] : target.type === 'note' ? [`note:${target.noteId}`] : target.nodeIds;
    if (first !== undefined) reveal(first);
  }
}

/** At once, or as soon as the drawing is on the screen: one may jump from another room. */
function reveal(id: string, framesLeft = 30): void {
  const canvas = activeCanvas();
  if (canvas !== null) canvas.reveal(id);
  else if (framesLeft > 0) requestAnimationFrame(() => reveal(id, framesLeft - 1));
}
