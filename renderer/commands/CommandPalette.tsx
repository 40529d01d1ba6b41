import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { preferencesStore, useDocument, usePreferences, useRun, useShownKeys, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { commands } from './all.ts';
import { type AppCommand, COMMAND_GROUPS, whyNot } from './command.ts';
import { strokesOf } from './keymap.ts';
import { scoreOf, tokensOf } from './search-score.ts';
import { keyText } from './strokes.ts';
import './commands.css';

const RECENT_SHOWN = 5;
const RECENT_KEPT = 8;
const close = (): void => viewStore.getState().show({ overlay: null });

/** Every command, found by a few letters of its name: the latest first, and those that cannot be run now with the reason. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const recent = usePreferences((state) => state.recentCommands);
  const jumpKeys = useShownKeys('view.jump');
  // What can be run depends on these; a run may end while the palette is open.
  useDocument((state) => state.history);
  useRun((state) => state.status);
  useView((state) => state.selection);
  const all = commands.filter(({ id }) => id !== 'view.commands');
  const tokens = tokensOf(query);
  const found = tokens.length === 0 ? [] : search(all, tokens, recent);
  const latest = recent
    .map((id) => all.find((command) => command.id === id))
    .filter((command) => command?.isEnabled() === true)
    .slice(0, RECENT_SHOWN) as readonly AppCommand[];
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog command-palette" aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">{words.commands.title}</Dialog.Title>
          <Command label={words.commands.title} loop vimBindings={false} shouldFilter={false}>
            <Command.Input placeholder={words.commands.find} className="command-input" value={query} onValueChange={setQuery} />
            <Command.List className="command-list scroll-thin" label={words.commands.title}>
              <Command.Empty className="command-none">
                {words.commands.none} <kbd>{jumpKeys}</kbd>
              </Command.Empty>
              {tokens.length > 0 && found.map((command) => <Row key={command.id} command={command} withGroup />)}
              {tokens.length === 0 && latest.length > 0 && (
                <Command.Group heading={words.commands.recent}>
                  {latest.map((command) => (
                    <Row key={command.id} command={command} withGroup />
                  ))}
                </Command.Group>
              )}
              {tokens.length === 0 &&
                COMMAND_GROUPS.map((group) => {
                  const members = all.filter((command) => command.group === group && !latest.includes(command));
                  if (members.length === 0) return null;
                  return (
                    <Command.Group key={group} heading={words.commands.group[group]}>
                      {[...members]
                        .sort((a, b) => Number(b.isEnabled()) - Number(a.isEnabled()))
                        .map((command) => (
                          <Row key={command.id} command={command} />
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

function Row({ command, withGroup = false }: { readonly command: AppCommand; readonly withGroup?: boolean }) {
  const isEnabled = command.isEnabled();
  return (
    <Command.Item value={command.id} className="command-item" disabled={!isEnabled} onSelect={() => choose(command)}>
      <span className="command-label">{command.label()}</span>
      {!isEnabled ? (
        <span className="command-why">{whyNot(command)}</span>
      ) : (
        withGroup && <span className="command-group">{words.commands.group[command.group]}</span>
      )}
      <kbd>{keyText(strokesOf(command)[0])}</kbd>
    </Command.Item>
  );
}

function choose(command: AppCommand): void {
  const { recentCommands, set } = preferencesStore.getState();
  set({ recentCommands: [command.id, ...recentCommands.filter((id) => id !== command.id)].slice(0, RECENT_KEPT) });
  close();
  // After the dialog has given the focus back, so that what the command focuses keeps it.
  setTimeout(() => command.run(), 0);
}

/** What can be run before what cannot; among equals what was run lately. */
function search(all: readonly AppCommand[], tokens: readonly string[], recent: readonly string[]): readonly AppCommand[] {
  return all
    .map((command) => {
      const score = scoreOf(tokens, command.label().toLowerCase(), `${words.commands.group[command.group]} ${command.id}`.toLowerCase());
      const lately = recent.indexOf(command.id);
      return { command, score: score === 0 ? 0 : score + (lately < 0 ? 0 : 0.1 - lately / 100) - (command.isEnabled() ? 0 : 2) };
    })
    .filter(({ score }) => score !== 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}
