import { Ellipsis, FolderOpen, Maximize2, Minus, Plus, Redo2, Save, Undo2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { redoLabel, undoLabel } from '../../shared/edit/index.ts';
import type { Scenario } from '../../shared/model/index.ts';
import { isMac } from '../commands/strokes.ts';
import { Tip } from '../parts/index.ts';
import { fileName, isDraftEdited, redoScenario, type ScenarioDraft, undoScenario, useInputs, useShownKeys } from '../state/index.ts';
import { spanText, words } from '../words/index.ts';
import { discardDraft, duplicateScenario, newScenario, openScenario, saveScenario, saveScenarioAs } from './files.ts';
import { timelineStore, useTimeline, zoomTo } from './timeline-store.ts';

const texts = words.scenarioEditor;

/** Which scenario it is, where it is kept, and what can be done with the whole of it. */
export function ScenarioBar({ scenario, draft }: { readonly scenario: Scenario; readonly draft: ScenarioDraft | undefined }) {
  const isOwn = useInputs((state) => state.ownScenarios.includes(scenario));
  const zoom = useTimeline((state) => state.zoom);
  const gridMs = useTimeline((state) => state.shown?.gridMs ?? null);
  const keys = { undo: useShownKeys('scenario.undo'), redo: useShownKeys('scenario.redo'), save: useShownKeys('scenario.save') };
  const undone = draft && undoLabel(draft.history);
  const redone = draft && redoLabel(draft.history);
  const isDrawn = draft !== undefined && draft.history.document !== draft.copyOf;
  const edited = draft !== undefined && isDraftEdited(draft);
  return (
    <div className="sc-bar">
      <span className="sc-bar-name strong">{scenario.name}</span>
      {isDrawn ? (
        <span className="sc-bar-state small ink-2" title={draft.path ?? undefined}>
          {edited ? texts.state.edited : draft.path === null ? texts.state.notSaved : fileName(draft.path)}
        </span>
      ) : (
        <Tip text={texts.state.shippedHint}>
          <span className="sc-bar-state small ink-2">{isOwn ? texts.state.own : texts.state.shipped}</span>
        </Tip>
      )}
      <Verb label={texts.verbs.undo(undone)} keys={keys.undo} isDisabled={undone === undefined} run={undoScenario}>
        <Undo2 size={16} aria-hidden="true" />
      </Verb>
      <Verb label={texts.verbs.redo(redone)} keys={keys.redo} isDisabled={redone === undefined} run={redoScenario}>
        <Redo2 size={16} aria-hidden="true" />
      </Verb>
      <span className="grow" />
      <span className="sc-bar-hint small ink-3">
        {isMac ? texts.hintMac : texts.hint} {gridMs !== null && texts.gridOf(spanText(gridMs))}
      </span>
      <Verb label={texts.verbs.zoomOut} isDisabled={zoom <= 1} run={() => zoomTo(zoom / 1.5)}>
        <Minus size={15} aria-hidden="true" />
      </Verb>
      <Verb label={texts.verbs.zoomIn} isDisabled={zoom >= 64} run={() => zoomTo(zoom * 1.5)}>
        <Plus size={15} aria-hidden="true" />
      </Verb>
      <Verb label={texts.verbs.fit} isDisabled={zoom === 1} run={() => zoomTo(1)}>
        <Maximize2 size={14} aria-hidden="true" />
      </Verb>
      <span className="rule-v" />
      <button type="button" className="btn" onClick={newScenario}>
        {texts.verbs.new}
      </button>
      <button type="button" className="btn" onClick={() => timelineStore.setState({ dialog: 'library' })}>
        {texts.verbs.library}
      </button>
      <button type="button" className="btn" onClick={() => timelineStore.setState({ dialog: 'random' })}>
        {texts.verbs.random}
      </button>
      <Verb label={texts.commands.open} run={() => void openScenario()}>
        <FolderOpen size={16} aria-hidden="true" />
      </Verb>
      <Verb
        label={texts.commands.save}
        keys={keys.save}
        isDisabled={draft !== undefined && draft.path !== null && !edited}
        run={() => void saveScenario()}
      >
        <Save size={16} aria-hidden="true" />
      </Verb>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className="btn ghost icon" aria-label={texts.verbs.more}>
          <Ellipsis size={16} aria-hidden="true" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="popup" align="end" sideOffset={4} collisionPadding={8}>
            <DropdownMenu.Item className="popup-item" onSelect={duplicateScenario}>
              {texts.verbs.duplicate}
            </DropdownMenu.Item>
            <DropdownMenu.Item className="popup-item" onSelect={() => void saveScenarioAs()}>
              {texts.verbs.saveAs}
            </DropdownMenu.Item>
            <DropdownMenu.Item className="popup-item" disabled={!isDrawn} onSelect={() => void discardDraft()}>
              {texts.verbs.discard}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </div>
  );
}

function Verb(props: {
  readonly label: string;
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean;
  readonly run: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Tip text={props.label} keys={props.keys}>
      <button type="button" className="btn ghost icon" aria-label={props.label} disabled={props.isDisabled} onClick={props.run}>
        {props.children}
      </button>
    </Tip>
  );
}
