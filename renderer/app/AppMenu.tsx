import { ChevronRight, Menu } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { commandOf, keyText, menuModel, runCommandById, whyNot } from '../commands/index.ts';
import { words } from '../words/index.ts';

/** Every command, by name, for whoever looks for it in a menu. A desktop window has the native one instead. */
export function AppMenu() {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn ghost icon" aria-label={words.commands.menu} title={words.commands.menu}>
        <Menu size={16} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popup app-menu" align="start" sideOffset={4} collisionPadding={8}>
          <MenuItems />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Read when the menu opens. */
function MenuItems() {
  return menuModel().menus.map(({ group, label, items }) => (
    <DropdownMenu.Sub key={group}>
      <DropdownMenu.SubTrigger className="popup-item">
        <span className="grow">{label}</span>
        <ChevronRight size={14} aria-hidden="true" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className="popup app-menu scroll-thin" sideOffset={4} collisionPadding={8}>
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.id}
              className="popup-item"
              disabled={!item.isEnabled}
              title={item.isEnabled ? undefined : whyNot(commandOf(item.id))}
              // After the menu has given the focus back, so that what the command focuses keeps it.
              onSelect={() => setTimeout(() => runCommandById(item.id), 0)}
            >
              <span className="grow">{item.label}</span>
              {item.keys !== null && <kbd>{keyText(item.keys)}</kbd>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  ));
}
