import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { viewStore } from '../state/index.ts';
import { commands } from './all.ts';
import { keyText } from './keys.ts';
import './commands.css';

const GROUPS = ['Rehearse', 'Edit', 'Add', 'File', 'View'] as const;

export function CommandPalette() {
  const close = (): void => viewStore.getState().show({ isPaletteOpen: false });
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog command-palette" aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
          <Command label="Commands" loop>
            <Command.Input placeholder="Find a command" className="command-input" />
            <Command.List className="command-list scroll-thin">
              <Command.Empty className="command-none">No command has that in its name.</Command.Empty>
              {GROUPS.map((group) => {
                const shown = commands.filter(
                  (command) => command.group === group && command.id !== 'view.commands' && command.isEnabled(),
                );
                if (shown.length === 0) return null;
                return (
                  <Command.Group key={group} heading={group}>
                    {shown.map((command) => (
                      <Command.Item
                        key={command.id}
                        value={`${command.label()} ${command.id}`}
                        className="command-item"
                        onSelect={() => {
                          close();
                          // After the dialog has given the focus back, so that what the command focuses keeps it.
                          setTimeout(() => command.run(), 0);
                        }}
                      >
                        <span>{command.label()}</span>
                        <kbd>{keyText(command.keys?.[0])}</kbd>
                      </Command.Item>
                    ))}
                  </Command.Group>
                );
              })}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
