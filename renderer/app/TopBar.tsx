import { ChartNoAxesColumn, Check, ChevronDown, Command, Copy, FileUp, Play, Redo2, Undo2, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { redoLabel, undoLabel } from '../../shared/edit/index.ts';
import { isBrowser, runCommandById } from '../commands/index.ts';
import { save, standInTraffic } from '../files/index.ts';
import { Mark, Tip } from '../parts/index.ts';
import {
  documentName,
  fileName,
  isEdited,
  type TrafficChoice,
  useDocument,
  useInputs,
  useRun,
  useShownKeys,
  useTextDraft,
} from '../state/index.ts';
import { chooseLog } from '../traffic/index.ts';
import { countText, shareText, spanText, words } from '../words/index.ts';
import { AppMenu } from './AppMenu.tsx';
import { CircleHalf } from './CircleHalf.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { RunSettings } from './RunSettings.tsx';
import { ScenarioPicker } from './ScenarioPicker.tsx';

export function TopBar() {
  const isOpen = useDocument((state) => state.history !== null);
  const commandKeys = useShownKeys('view.commands');
  return (
    <header className="bar">
      <Tip text={isOpen ? words.app.back : words.app.product} side="right">
        <button
          type="button"
          className="bar-mark"
          aria-label={isOpen ? words.app.back : words.app.product}
          onClick={() => runCommandById('file.close')}
        >
          <Mark />
        </button>
      </Tip>
      {isBrowser && <AppMenu />}
      {isOpen ? <DocumentBar /> : <span className="bar-file">{words.app.product}</span>}
      <span className="grow" />
      {isOpen && (
        <>
          <TrafficPicker />
          <ScenarioPicker />
          <RunSettings />
          <SimulateButton />
          <span className="rule-v" />
        </>
      )}
      <Tip text={words.app.commands} keys={commandKeys}>
        <button
          type="button"
          className="btn ghost bar-commands"
          aria-label={words.app.commandsBy(commandKeys)}
          onClick={() => runCommandById('view.commands')}
        >
          {isOpen ? <Command size={15} /> : words.app.commands} <kbd>{commandKeys}</kbd>
        </button>
      </Tip>
      <Tip text={words.app.theme}>
        <button type="button" className="btn ghost icon" aria-label={words.app.theme} onClick={() => runCommandById('view.theme')}>
          <CircleHalf />
        </button>
      </Tip>
    </header>
  );
}

function DocumentBar() {
  const name = useDocument(documentName);
  const edited = useDocument(isEdited);
  const path = useDocument((state) => state.origin.path);
  const history = useDocument((state) => state.history);
  const otherWindows = useDocument((state) => state.otherWindows);
  const isTyping = useTextDraft((state) => state.isUnsettled);
  const keys = { save: useShownKeys('file.save'), undo: useShownKeys('edit.undo'), redo: useShownKeys('edit.redo') };
  if (history === null) return null;
  const undone = undoLabel(history);
  const redone = redoLabel(history);
  return (
    <>
      <span className="bar-file" title={path ?? words.app.notSaved}>
        {name}
      </span>
      {edited ? (
        <span className="bar-edited">{words.app.edited}</span>
      ) : (
        path === null && <span className="bar-state">{words.app.notSaved}</span>
      )}
      {otherWindows > 0 && (
        <Tip text={words.files.openElsewhereHint}>
          <span className="pill bar-elsewhere">
            <Copy size={12} aria-hidden="true" /> {words.files.openElsewherePill}
          </span>
        </Tip>
      )}
      {(edited || path === null) && (
        <Tip text={words.app.save} keys={keys.save}>
          <button type="button" className="btn ghost compact" onClick={() => void save()}>
            {words.app.save}
          </button>
        </Tip>
      )}
      <span className="rule-v" />
      <Tip
        text={isTyping ? words.text.undoTyping : undone === undefined ? words.app.nothingToUndo : words.app.undoThis(undone)}
        keys={keys.undo}
      >
        <button
          type="button"
          className="btn ghost icon"
          aria-label={words.app.undo}
          disabled={undone === undefined && !isTyping}
          onClick={() => runCommandById('edit.undo')}
        >
          <Undo2 size={16} />
        </button>
      </Tip>
      <Tip text={redone === undefined ? words.app.nothingToRedo : words.app.redoThis(redone)} keys={keys.redo}>
        <button
          type="button"
          className="btn ghost icon"
          aria-label={words.app.redo}
          disabled={redone === undefined}
          onClick={() => runCommandById('edit.redo')}
        >
          <Redo2 size={16} />
        </button>
      </Tip>
      <HistoryPanel />
    </>
  );
}

function trafficLabel(choice: TrafficChoice): string {
  const count = choice.handle?.summary.requestCount;
  return count === undefined ? choice.label : words.app.traffic.chosen(choice.label, countText(count));
}

function TrafficPicker() {
  const traffic = useInputs((state) => state.traffic);
  const known = useInputs((state) => state.knownTraffic);
  const choose = useInputs((state) => state.chooseTraffic);
  const picked = traffic === null ? words.app.traffic.none : trafficLabel(traffic);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="btn bar-picker" aria-label={words.app.traffic.named(picked)}>
        <span className="ink-3">{words.app.traffic.title}</span> <span className="bar-picked">{picked}</span>
        <ChevronDown size={12} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popup bar-popup" align="end" sideOffset={4}>
          {known.length > 0 && <DropdownMenu.Label className="popup-label">{words.app.traffic.rehearseOn}</DropdownMenu.Label>}
          <DropdownMenu.RadioGroup value={traffic?.path ?? ''}>
            {known.map((choice) => (
              <DropdownMenu.RadioItem key={choice.path} value={choice.path} className="popup-item" onSelect={() => choose(choice)}>
                <span className="tick">
                  <DropdownMenu.ItemIndicator>
                    <Check size={14} />
                  </DropdownMenu.ItemIndicator>
                </span>
                <span>
                  {choice.label}
                  <div className="detail">
                    {choice.handle === null
                      ? fileName(choice.path)
                      : words.app.traffic.detail(
                          countText(choice.handle.summary.requestCount),
                          spanText(choice.handle.summary.durationMs),
                          choice.handle.summary.origin,
                        )}
                  </div>
                </span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          {known.length === 0 && (
            <DropdownMenu.Item className="popup-item" onSelect={() => void standInTraffic()}>
              <Play size={14} /> {words.rehearse.empty.exampleTraffic}
            </DropdownMenu.Item>
          )}
          {known.length > 0 && <DropdownMenu.Separator className="popup-rule" />}
          <DropdownMenu.Item className="popup-item" onSelect={() => runCommandById('view.traffic')}>
            <ChartNoAxesColumn size={14} /> {traffic === null ? words.trafficRoom.go : words.trafficRoom.lookAt}
          </DropdownMenu.Item>
          <DropdownMenu.Item className="popup-item" onSelect={() => void chooseLog()}>
            <FileUp size={14} /> {words.app.traffic.chooseFile}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function SimulateButton() {
  const status = useRun((state) => state.status);
  const progress = useRun((state) => state.progress);
  const keys = useShownKeys('run.simulate');
  if (status === 'running') {
    return (
      <span className="bar-running" data-tour="simulate">
        <span
          className="bar-progress"
          role="progressbar"
          tabIndex={-1}
          aria-label={words.app.progress}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress.share * 100)}
        >
          <span style={{ width: `${progress.share * 100}%` }} />
          <b>{progress.requests === 0 ? words.app.readingTraffic : shareText(Math.round(progress.share * 100) / 100)}</b>
        </span>
        <button type="button" className="btn" onClick={() => runCommandById('run.cancel')}>
          <X size={13} /> {words.app.cancel}
        </button>
      </span>
    );
  }
  return (
    <Tip text={words.app.simulateHelp} keys={keys}>
      <button type="button" className="btn primary" data-tour="simulate" onClick={() => runCommandById('run.simulate')}>
        <Play size={12} fill="currentColor" /> {words.app.simulate}
      </button>
    </Tip>
  );
}
