import { CircleCheck, CircleX, Lock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { commandForStroke, keyText, runCommandById } from '../commands/index.ts';
import { Tip } from '../parts/index.ts';
import { documentStore, setTextEditing, textEditing, useDocument, usePreferences, useTextDraft } from '../state/index.ts';
import { words } from '../words/index.ts';
import { followTheme } from './editor-theme.ts';
import { monaco, prepareMonaco, TEXT_URI } from './monaco.ts';
import { rememberedScreenReader, rememberScreenReader } from './screen-reader.ts';
import { TextSession } from './text-session.ts';
import './text.css';

/** The document's file as text: what is typed here is drawn there, and the other way round. */
export function TextView() {
  const host = useRef<HTMLDivElement>(null);
  const readOnlyReason = useDocument((state) => state.origin.readOnlyReason);
  const isReadOnly = readOnlyReason !== undefined;
  const zoom = usePreferences((state) => state.interfaceZoom);
  const [hasScreenReader, setScreenReader] = useState(rememberedScreenReader);
  const [tabLeaves, setTabLeaves] = useState(false);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);

  useEffect(() => {
    const { history } = documentStore.getState();
    if (host.current === null || history === null) return;
    prepareMonaco();
    const stopTheme = followTheme();
    const model = monaco.editor.createModel('', 'json', TEXT_URI);
    model.updateOptions({
      tabSize: 2,
      insertSpaces: true,
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    const created = monaco.editor.create(host.current, {
      ...OPTIONS,
      model,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    });
    editor.current = created;
    const session = new TextSession(created, history.document);
    session.showSelected();
    setTextEditing(session);
    bindKeys(created, host.current, setTabLeaves);
    created.focus();
    return () => {
      session.dispose();
      setTextEditing(null);
      created.dispose();
      model.dispose();
      stopTheme();
    };
  }, []);

  useEffect(() => {
    editor.current?.updateOptions({
      readOnly: isReadOnly,
      readOnlyMessage: { value: readOnlyReason ?? '' },
      ariaLabel: isReadOnly ? words.text.editorReadOnly : words.text.editor,
      accessibilitySupport: hasScreenReader ? 'on' : 'auto',
      folding: !hasScreenReader,
      // The editor measures in page pixels, so it is left out of the interface's zoom, and its letters are not.
      fontSize: 13 * zoom,
      lineHeight: Math.round(20 * zoom),
    });
  }, [isReadOnly, readOnlyReason, hasScreenReader, zoom]);

  return (
    <section className="text-view" aria-label={words.text.region}>
      <Status isReadOnly={isReadOnly} />
      <div ref={host} className="text-editor" />
      <footer className="text-foot small ink-3">
        <Tip text={words.text.tabKeys(keyText('Mod+M') ?? '')} side="top">
          <span role="status">{tabLeaves ? words.text.tabLeaves : words.text.leaveKeys}</span>
        </Tip>
        <span className="grow" />
        <Tip text={words.text.screenReaderHelp} side="top">
          <button
            type="button"
            className="btn ghost compact"
            aria-pressed={hasScreenReader}
            onClick={() => {
              rememberScreenReader(!hasScreenReader);
              setScreenReader(!hasScreenReader);
            }}
          >
            {words.text.screenReader}
          </button>
        </Tip>
      </footer>
    </section>
  );
}

/** Whether the drawing follows, and if not, where the text is wrong and the ways out. Always there, so that nothing jumps. */
function Status({ isReadOnly }: { readonly isReadOnly: boolean }) {
  const problem = useTextDraft((state) => state.problem);
  const { backToValid, elsewhere, follows, goToLine, keepsLastValid, place, readOnly } = words.text;
  if (problem === null) {
    return (
      <div className="text-status" role="status">
        {isReadOnly ? <Lock size={14} /> : <CircleCheck size={14} />}
        <span className="text-status-words">{isReadOnly ? readOnly : follows}</span>
      </div>
    );
  }
  return (
    <div className="text-status is-bad" role="alert">
      <CircleX size={14} />
      <span className="text-status-words">
        {place(problem.line, problem.sentence)} {problem.meetsOtherChange ? elsewhere : keepsLastValid}
      </span>
      <button type="button" className="btn compact" onClick={() => textEditing()?.goToProblem()}>
        {goToLine}
      </button>
      <button type="button" className="btn compact" onClick={() => textEditing()?.discard()}>
        {backToValid}
      </button>
    </div>
  );
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  minimap: { enabled: false },
  automaticLayout: true,
  scrollBeyondLastLine: false,
  foldingStrategy: 'indentation',
  folding: true,
  showFoldingControls: 'always',
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  smoothScrolling: false,
  stickyScroll: { enabled: false },
  // The page listens for plain keys outside of fields; a text area is one, and is what screen readers know best.
  editContext: false,
  wordBasedSuggestions: 'off',
  suggest: { showWords: false, preview: false },
  quickSuggestions: { strings: true, other: true, comments: false },
  fixedOverflowWidgets: true,
  unicodeHighlight: { ambiguousCharacters: false },
  padding: { top: 8, bottom: 8 },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
};

/** These mean the text while it is being edited. */
const OF_THE_EDITOR: ReadonlySet<string> = new Set(['Edit', 'Add']);

function bindKeys(editor: monaco.editor.IStandaloneCodeEditor, host: HTMLElement, setTabLeaves: (tabLeaves: boolean) => void): void {
  const { KeyCode, KeyMod } = monaco;
  const undo = (): void => {
    if (textEditing()?.undo() !== true) documentStore.getState().undo();
  };
  const redo = (): void => {
    if (textEditing()?.redo() !== true) documentStore.getState().redo();
  };
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyZ, undo);
  editor.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ, redo);
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyY, redo);
  // One list of commands is enough: the app's.
  editor.addCommand(KeyCode.F1, () => runCommandById('view.commands'));
  // The app's own keys come before the editor's: Mod+K opens the commands and is no first half of a chord.
  host.addEventListener(
    'keydown',
    (event) => {
      const command = commandForStroke(event);
      if (command === undefined || OF_THE_EDITOR.has(command.group)) return;
      event.preventDefault();
      event.stopPropagation();
      if (command.isEnabled()) command.run();
    },
    { capture: true },
  );
  // Esc, then Tab: the way out for the keyboard that needs no knowledge of modes. Esc that closes something does only that.
  const setLeaves = (leaves: boolean): void => {
    editor.updateOptions({ tabFocusMode: leaves });
    setTabLeaves(leaves);
  };
  let leaves = false;
  const isCovered = (): boolean =>
    host.ownerDocument.querySelector('.suggest-widget.visible, .find-widget.visible, .peekview-widget') !== null;
  host.addEventListener(
    'keydown',
    (event) => {
      const next = event.key === 'Escape' ? !isCovered() : leaves && (event.key === 'Tab' || event.key === 'Shift');
      if (next === leaves) return;
      leaves = next;
      setLeaves(leaves);
    },
    { capture: true },
  );
  editor.onDidBlurEditorText(() => {
    leaves = false;
    setLeaves(false);
  });
}
