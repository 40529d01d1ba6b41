import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { words } from '../words/index.ts';

/** Where typing is meant to begin; without a field the main verb, so that Enter answers and no verb that destroys has the focus. */
function focusFirst(event: Event): void {
  const dialog = event.currentTarget as HTMLElement;
  const field = dialog.querySelector<HTMLInputElement>('.dialog-body input:not([disabled])');
  const first =
    field ??
    dialog.querySelector<HTMLElement>('footer .btn.primary:not([disabled])') ??
    dialog.querySelector<HTMLElement>('.dialog-body button');
  if (first === null) return;
  event.preventDefault();
  first.focus();
  field?.select();
}

/** A dialog with a title, a sentence, a body and a row of verbs. Escape and the veil close it. */
export function Modal({
  title,
  description,
  isWide = false,
  size,
  footer,
  children,
  onClose,
}: {
  readonly title: ReactNode;
  readonly description: ReactNode;
  readonly isWide?: boolean;
  /** `work` = as large as the window lets it, for what is done in it side by side. */
  readonly size?: 'work';
  readonly footer: ReactNode;
  readonly children?: ReactNode;
  readonly onClose: () => void;
}) {
  // Radix gives the focus back to a trigger, and these dialogs are opened by state alone.
  const [cameFrom] = useState(() => document.activeElement);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content
          className={size === 'work' ? 'dialog work' : isWide ? 'dialog wide' : 'dialog'}
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={(event) => {
            if (!(cameFrom instanceof HTMLElement) || !cameFrom.isConnected) return;
            event.preventDefault();
            cameFrom.focus();
          }}
        >
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Description className="ink-2">{description}</Dialog.Description>
          </header>
          <Dialog.Close className="btn ghost icon dialog-close" aria-label={words.parts.close}>
            <X size={16} />
          </Dialog.Close>
          {children !== undefined && <div className="dialog-body scroll-thin">{children}</div>}
          <footer>{footer}</footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
