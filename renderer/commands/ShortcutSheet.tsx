import { Printer, Search, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { Modal } from '../parts/index.ts';
import { usePreferences, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { commands } from './all.ts';
import { type AppCommand, COMMAND_GROUPS } from './command.ts';
import { strokesOf } from './keymap.ts';
import { scoreOf, tokensOf } from './search-score.ts';
import { keyText } from './strokes.ts';
import './commands.css';

/** All keys on one page, to look one up or to hang beside the screen. */
export function ShortcutSheet() {
  const [query, setQuery] = useState('');
  const given = usePreferences((state) => state.keys);
  const tokens = tokensOf(query);
  const shown = commands.filter((command) => strokesOf(command, given).length > 0 && answers(command, tokens));
  return (
    <Modal
      title={words.settings.sheetTitle}
      description={words.settings.sheetAbout}
      isWide
      onClose={() => viewStore.getState().show({ overlay: null })}
      footer={
        <>
          <button type="button" className="btn" onClick={() => window.print()}>
            <Printer size={14} aria-hidden="true" /> {words.settings.print}
          </button>
          <button type="button" className="btn" onClick={() => viewStore.getState().showSettings('keys')}>
            <Settings2 size={14} aria-hidden="true" /> {words.settings.changeKeys}
          </button>
        </>
      }
    >
      <label className="search sheet-search">
        <Search size={14} aria-hidden="true" />
        <input
          type="text"
          aria-label={words.settings.findKeys}
          placeholder={words.settings.findKeys}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      {shown.length === 0 && <p className="ink-3">{words.settings.noKeys}</p>}
      <div className="sheet is-printed">
        {COMMAND_GROUPS.map((group) => {
          const members = shown.filter((command) => command.group === group);
          if (members.length === 0) return null;
          return (
            <section key={group} aria-label={words.commands.group[group]}>
              <h3 className="caption">{words.commands.group[group]}</h3>
              <ul>
                {members.map((command) => (
                  <li key={command.id}>
                    <span>{command.label()}</span>
                    <span className="sheet-keys">
                      {strokesOf(command, given).map((stroke) => (
                        <kbd key={stroke}>{keyText(stroke)}</kbd>
                      ))}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}

/** By name, or by the keys as they are written. */
export const answers = (command: AppCommand, tokens: readonly string[]): boolean => {
  if (tokens.length === 0) return true;
  const strokes = strokesOf(command).flatMap((stroke) => [stroke, keyText(stroke) ?? '']);
  return scoreOf(tokens, command.label().toLowerCase(), `${command.group} ${strokes.join(' ')}`.toLowerCase()) > 0;
};
