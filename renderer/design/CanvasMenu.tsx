import { ContextMenu } from 'radix-ui';
import { Fragment, type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react';
import { groupMembers, wireUnder } from '../canvas/index.ts';
import { commandOf, keyText, strokesOf } from '../commands/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** What the menu was opened on. */
type About = 'node' | 'wire' | 'note' | 'sheet';

const texts = words.canvas;

/** Ids of commands; a list in a list is a menu of its own, and what cannot be done now is left out. */
type Entry = string | { readonly label: string; readonly ids: readonly string[] };
const WRAP: Entry = { label: texts.menuWrap, ids: ['edit.wrap.breaker', 'edit.wrap.retry', 'edit.wrap.timeout', 'edit.wrap.fallback'] };
const ALIGN: Entry = {
  label: texts.menuAlign,
  ids: [
    ...['left', 'centre', 'right', 'top', 'middle', 'bottom'].map((alignment) => `edit.align.${alignment}`),
    'edit.distribute.across',
    'edit.distribute.down',
  ],
};
const SECTIONS: Readonly<Record<About, readonly (readonly Entry[])[]>> = {
  node: [
    ['add.after', 'walk.connect', WRAP, 'add.comment'],
    ['edit.rename', 'edit.earlier', 'edit.later'],
    ['edit.cut', 'edit.copy', 'edit.paste', 'edit.duplicate'],
    ['edit.group', 'edit.ungroup', 'edit.foldGroup', 'edit.unfoldGroup', 'edit.renameGroup', 'edit.leaveGroup'],
    [ALIGN, 'view.tidySelection', 'view.zoomToSelection'],
    ['edit.closeGap', 'edit.delete'],
  ],
  wire: [['edit.delete']],
  note: [['edit.cut', 'edit.copy', 'edit.delete']],
  sheet: [['edit.paste', 'add.note', 'edit.selectAll'], ['view.fit', 'view.tidy', 'view.minimap', 'view.snap'], ['view.drawingPicture']],
};
const TITLES: Readonly<Record<About, (count: number) => string>> = {
  node: texts.menuForNodes,
  wire: () => texts.menuForWire,
  note: () => texts.menuForNote,
  sheet: () => texts.menuForSheet,
};

/** What was chosen, until the menu has given the focus back: what the command focuses shall keep it. */
let chosen: (() => void) | null = null;

function runChosen(): void {
  const run = chosen;
  chosen = null;
  if (run !== null) setTimeout(run, 0);
}

/** The menu of the drawing and of the outline, by the right button, the menu key or Shift+F10: the commands that apply to what it was opened on. */
export function CanvasMenu({ children }: { readonly children: ReactNode }) {
  const [about, setAbout] = useState<About>('sheet');
  const onContextMenu = (event: MouseEvent<HTMLElement>): void => {
    if (event.target instanceof Element && event.target.closest('input, textarea, .quick-add') !== null) {
      event.stopPropagation();
      return;
    }
    setAbout(chooseUnder(event));
  };
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger asChild>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the drawing inside takes focus and keys; this hears them on their way */}
        <div className="canvas-menu-area" onContextMenuCapture={onContextMenu} onKeyDown={openByKey}>
          {children}
        </div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content
          className="popup"
          onCloseAutoFocus={runChosen}
          aria-label={TITLES[about](viewStore.getState().selection.nodes.length)}
        >
          {SECTIONS[about]
            .map((entries) => entries.filter(isOffered))
            .filter((entries) => entries.length > 0)
            .map((entries, i) => (
              <Fragment key={entries.map((entry) => (typeof entry === 'string' ? entry : entry.label)).join()}>
                {i > 0 && <ContextMenu.Separator className="popup-rule" />}
                {entries.map((entry) =>
                  typeof entry === 'string' ? <Item key={entry} id={entry} /> : <Submenu key={entry.label} {...entry} />,
                )}
              </Fragment>
            ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

const isOffered = (entry: Entry): boolean =>
  typeof entry === 'string' ? commandOf(entry).isEnabled() : entry.ids.some((id) => commandOf(id).isEnabled());

function Item({ id }: { readonly id: string }) {
  const command = commandOf(id);
  return (
    <ContextMenu.Item
      className="popup-item"
      onSelect={() => {
        chosen = command.run;
      }}
    >
      <span className="grow">{command.label()}</span>
      <kbd>{keyText(strokesOf(command)[0])}</kbd>
    </ContextMenu.Item>
  );
}

function Submenu({ label, ids }: { readonly label: string; readonly ids: readonly string[] }) {
  return (
    <ContextMenu.Sub>
      <ContextMenu.SubTrigger className="popup-item">
        <span className="grow">{label}</span>
        <span aria-hidden="true">›</span>
      </ContextMenu.SubTrigger>
      <ContextMenu.Portal>
        <ContextMenu.SubContent className="popup" aria-label={label}>
          {ids
            .filter((id) => commandOf(id).isEnabled())
            .map((id) => (
              <Item key={id} id={id} />
            ))}
        </ContextMenu.SubContent>
      </ContextMenu.Portal>
    </ContextMenu.Sub>
  );
}

/** A line of the outline stands for its node. */
const rowOf = (target: Element): string | null => target.closest('[data-node-id]')?.getAttribute('data-node-id') ?? null;

/** What is under the pointer becomes the selection, unless it is part of it. */
function chooseUnder(event: MouseEvent<HTMLElement>): About {
  const { selection, select } = viewStore.getState();
  const id =
    event.target instanceof Element ? (event.target.closest('.react-flow__node')?.getAttribute('data-id') ?? rowOf(event.target)) : null;
  if (id?.startsWith('note:')) {
    if (!selection.notes.includes(id.slice(5))) select({ notes: [id.slice(5)] });
    return 'note';
  }
  if (id !== undefined && id !== null) {
    const members = groupMembers(id) ?? [id];
    if (!members.every((member) => selection.nodes.includes(member))) select({ nodes: members });
    return 'node';
  }
  const wire = wireUnder({ x: event.clientX, y: event.clientY });
  if (wire !== null) {
    const known = documentStore.getState().history?.document.policy.edges.some((edge) => `${edge.from}:${edge.port}` === wire);
    if (known === true && !selection.edges.includes(wire)) select({ edges: [wire] });
    return 'wire';
  }
  select({});
  return 'sheet';
}

/** Not every browser makes a menu event of these keys. */
function openByKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
  if (!(event.target instanceof Element) || event.target.closest('input, textarea') !== null) return;
  event.preventDefault();
  const box = event.target.getBoundingClientRect();
  const at = { clientX: box.left + Math.min(box.width / 2, 120), clientY: box.top + box.height / 2 };
  event.target.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
}
