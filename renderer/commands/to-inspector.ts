import { viewStore } from '../state/index.ts';

/** The inspector's field for the name of the selected node. */
const nameField = (): HTMLInputElement | null => {
  const [nodeId] = viewStore.getState().selection.nodes;
  return nodeId === undefined ? null : document.querySelector<HTMLInputElement>(`#${CSS.escape(`name-${nodeId}`)}`);
};

/** Where the focus came from, as something that is still there after the drawing was drawn again. */
function wayBack(): () => void {
  const came = document.activeElement;
  return () => {
    if (came instanceof HTMLElement && came.isConnected && came !== document.body) came.focus();
  };
}

/** Goes to the name of the selected node; Enter and Escape lead back to where the key was pressed. */
export function renameSelected(): void {
  const field = nameField();
  if (field === null) return;
  const back = wayBack();
  field.focus();
  field.select();
  const onKey = (event: KeyboardEvent): void => {
    // After the field has taken the name over, or given it up.
    if (event.key === 'Enter' || event.key === 'Escape') setTimeout(back, 0);
  };
  field.addEventListener('keydown', onKey);
  field.addEventListener('blur', () => field.removeEventListener('keydown', onKey), { once: true });
}

/** Into the inspector, at the first setting of what is selected. Escape leads back. */
export function openSettings(): void {
  const inspector = document.querySelector<HTMLElement>('.inspector');
  const field = inspector?.querySelector<HTMLElement>(
    '.inspector-form :is(input, textarea, button, [role="combobox"]):not([disabled]), .inspector-body :is(input, textarea, button, select, [tabindex="0"]):not([disabled])',
  );
  const first = field ?? inspector?.querySelector<HTMLElement>('input, button');
  if (inspector === null || inspector === undefined || first === null || first === undefined) return;
  const back = wayBack();
  first.focus();
  const onKey = (event: KeyboardEvent): void => {
    // What a field or list does with Escape itself comes first.
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    back();
  };
  inspector.addEventListener('keydown', onKey);
  inspector.addEventListener('focusout', function leave(event) {
    if (event.relatedTarget === null || (event.relatedTarget instanceof Node && inspector.contains(event.relatedTarget))) return;
    inspector.removeEventListener('keydown', onKey);
    inspector.removeEventListener('focusout', leave);
  });
}
