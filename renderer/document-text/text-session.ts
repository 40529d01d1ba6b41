import { replaceDocument } from '../../shared/edit/index.ts';
import { writePolicy } from '../../shared/format/index.ts';
import type { Finding, PolicyDocument } from '../../shared/model/index.ts';
import { documentStore, findingsStore, type TextEditing, type TextProblem, textDraftStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { indexOf, monaco, rememberFindings } from './monaco.ts';
import { readDraft } from './read-draft.ts';
import { rebased, type TextEdit, textEdits } from './text-edits.ts';
import { findingPath, nodePath, offsetOf, type TextPath, thingAt } from './text-index.ts';

/** Typing rests so long before it is read. */
const SETTLE_AFTER_MS = 350;
/** Strokes that follow each other faster are one burst: one step of the history. */
const BURST_ENDS_AFTER_MS = 1000;
/** The selection follows the cursor once it rests. */
const SELECT_AFTER_MS = 150;

/** A dialog that closes gives the focus back first, and the inspector takes it for a field that was asked for. */
const FOCUS_AFTER_MS = 60;

const LINT = 'lint';
const READER = 'reader';
let burst = 0;

/**
 * Keeps the editor's text and the open document the same, both ways. `stood` is the last text that said what the document
 * says. Typing becomes one command a burst; a change made elsewhere becomes a few edits of the text. While the text cannot be
 * read the document keeps what it last said, and undo takes back typing; as soon as it can be read, undo is the document's.
 */
export class TextSession implements TextEditing {
  readonly #editor: monaco.editor.IStandaloneCodeEditor;
  readonly #model: monaco.editor.ITextModel;
  #stood: { readonly document: PolicyDocument; readonly text: string; readonly version: number };
  #documentKey: string;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #selecting: ReturnType<typeof setTimeout> | undefined;
  #typedAtMs = 0;
  /** We change the document or the text ourselves. */
  #isOurs = false;
  #meetsOtherChange = false;
  /** The step was undone or redone from here, so the person wants to see it. */
  #showsNextChange = false;
  /** The latest selection that came from the cursor. */
  #selected = '';
  readonly #stops: (() => void)[] = [];

  constructor(editor: monaco.editor.IStandaloneCodeEditor, document: PolicyDocument) {
    const model = editor.getModel();
    if (model === null) throw new Error('the text editor has no text');
    this.#editor = editor;
    this.#model = model;
    this.#documentKey = documentStore.getState().documentKey;
    const text = writePolicy(document);
    this.#replaceAll(text);
    this.#stood = { document, text, version: model.getAlternativeVersionId() };
    this.#mark();
    const listeners = [
      model.onDidChangeContent(() => this.#typed()),
      editor.onDidBlurEditorText(() => this.#left()),
      editor.onDidChangeCursorPosition(() => this.#cursorMoved()),
    ];
    this.#stops.push(
      documentStore.subscribe((state) => this.#documentChanged(state.history?.document, state.documentKey)),
      findingsStore.subscribe((state, before) => state.findings !== before.findings && this.#mark()),
      viewStore.subscribe((state, before) => {
        if (state.focus !== before.focus && state.focus !== null) this.#show(state.focus);
        else if (state.selection !== before.selection) this.#showSelection();
      }),
      () => {
        for (const listener of listeners) listener.dispose();
      },
    );
  }

  settle(): boolean {
    burst++;
    return this.#settle();
  }

  discard(): void {
    this.#follow(this.#stood.document, textEdits(this.#model.getValue(), writePolicy(this.#stood.document)));
    this.#settle();
  }

  goToProblem(): void {
    const { problem } = textDraftStore.getState();
    if (problem !== null) this.#place({ lineNumber: problem.line, column: problem.column });
    this.#takeFocus();
  }

  undo(): boolean {
    if (this.settle()) {
      this.#showsNextChange = this.#editor.hasTextFocus();
      return false;
    }
    this.#editor.trigger('gracefall', 'undo', null);
    return true;
  }

  redo(): boolean {
    // Right after an undo of typing the editor can bring it back; any other change empties its redo.
    if (this.#isUnsettled() || this.#canRedoTyping) {
      this.#editor.trigger('gracefall', 'redo', null);
      return true;
    }
    this.#showsNextChange = this.#editor.hasTextFocus();
    return false;
  }

  dispose(): void {
    this.#settle();
    clearTimeout(this.#settling);
    clearTimeout(this.#selecting);
    for (const stop of this.#stops) stop();
  }

  get #canRedoTyping(): boolean {
    return this.#model.canRedo();
  }

  #isUnsettled(): boolean {
    return this.#model.getAlternativeVersionId() !== this.#stood.version;
  }

  #typed(): void {
    if (this.#isOurs) return;
    const now = performance.now();
    if (now - this.#typedAtMs > BURST_ENDS_AFTER_MS) burst++;
    this.#typedAtMs = now;
    clearTimeout(this.#settling);
    const isUnsettled = this.#isUnsettled();
    if (textDraftStore.getState().isUnsettled !== isUnsettled) textDraftStore.setState({ isUnsettled });
    if (isUnsettled) this.#settling = setTimeout(() => this.#settle(), SETTLE_AFTER_MS);
    else this.#settle();
  }

  /** True when the document says what the text says. */
  #settle(): boolean {
    clearTimeout(this.#settling);
    if (!this.#isUnsettled()) return this.#settled();
    const text = this.#model.getValue();
    if (text !== this.#stood.text) {
      const read = readDraft(text);
      if (!read.ok) {
        this.#refuse(read.error);
        return false;
      }
      this.#isOurs = true;
      documentStore.getState().run(replaceDocument(read.value), `text ${burst}`);
      this.#isOurs = false;
    }
    const document = documentStore.getState().history?.document ?? this.#stood.document;
    this.#model.pushStackElement();
    this.#stood = { document, text, version: this.#model.getAlternativeVersionId() };
    return this.#settled();
  }

  #settled(): true {
    this.#meetsOtherChange = false;
    if (textDraftStore.getState().isUnsettled || textDraftStore.getState().problem !== null) {
      textDraftStore.setState({ isUnsettled: false, problem: null });
      monaco.editor.setModelMarkers(this.#model, READER, []);
      // The marks of lint moved with their lines; a change of the policy brings new ones.
      this.#cursorMoved();
    }
    return true;
  }

  #refuse(problems: readonly { readonly line: number; readonly column: number; readonly sentence: string }[]): void {
    const [first] = problems;
    if (first === undefined) return;
    const problem: TextProblem = { ...first, meetsOtherChange: this.#meetsOtherChange };
    textDraftStore.setState({ isUnsettled: true, problem });
    const last = this.#model.getLineCount();
    monaco.editor.setModelMarkers(
      this.#model,
      READER,
      problems.map(({ line, column, sentence }) => ({
        ...this.#lineRange(Math.min(line, last), column),
        message: sentence,
        severity: monaco.MarkerSeverity.Error,
        source: words.app.product,
      })),
    );
  }

  /** The focus goes elsewhere: what was typed is brought in at once, and stands as the file would have it. */
  #left(): void {
    if (this.#model.isDisposed() || !this.settle()) return;
    this.#follow(this.#stood.document, textEdits(this.#model.getValue(), writePolicy(this.#stood.document)));
    this.#mark();
  }

  #documentChanged(document: PolicyDocument | undefined, documentKey: string): void {
    if (document === undefined || this.#isOurs || (document === this.#stood.document && documentKey === this.#documentKey)) return;
    const target = writePolicy(document);
    if (documentKey !== this.#documentKey) {
      this.#documentKey = documentKey;
      this.#replaceAll(target);
      this.#stood = { document, text: target, version: this.#model.getAlternativeVersionId() };
      this.#settled();
      return;
    }
    const text = this.#model.getValue();
    if (!this.#isUnsettled()) {
      this.#follow(document, textEdits(text, target));
      return;
    }
    const { edits, isWhole } = rebased(textEdits(this.#stood.text, target), this.#stood.text, text);
    this.#meetsOtherChange ||= !isWhole;
    this.#change(edits);
    // No version of the editor's is this text: only reading it tells when it says the same again.
    this.#stood = { document, text: target, version: -1 };
    this.#settle();
  }

  #follow(document: PolicyDocument, edits: readonly TextEdit[]): void {
    this.#change(edits);
    this.#stood = { document, text: this.#model.getValue(), version: this.#model.getAlternativeVersionId() };
  }

  /** Edits the text without moving what the person looks at. */
  #change(edits: readonly TextEdit[]): void {
    const shows = this.#showsNextChange;
    this.#showsNextChange = false;
    const [first] = edits;
    if (first === undefined) return;
    const top = this.#editor.getVisibleRanges()[0]?.startLineNumber ?? 1;
    const topOffset = this.#model.getOffsetAt({ lineNumber: top, column: 1 });
    const shift = this.#editor.getScrollTop() - this.#editor.getTopForLineNumber(top);
    const above = edits.filter(({ offset, length }) => offset + length <= topOffset);
    const added = above.reduce((sum, { length, text }) => sum + text.length - length, 0);
    this.#isOurs = true;
    this.#model.pushStackElement();
    this.#model.pushEditOperations(
      this.#editor.getSelections(),
      edits.map(({ offset, length, text }) => ({
        range: monaco.Range.fromPositions(this.#model.getPositionAt(offset), this.#model.getPositionAt(offset + length)),
        text,
      })),
      () => null,
    );
    this.#model.pushStackElement();
    this.#isOurs = false;
    const newTop = this.#model.getPositionAt(topOffset + added).lineNumber;
    this.#editor.setScrollTop(this.#editor.getTopForLineNumber(newTop) + shift, monaco.editor.ScrollType.Immediate);
    if (shows) this.#place(this.#model.getPositionAt(first.offset));
  }

  #replaceAll(text: string): void {
    this.#isOurs = true;
    this.#model.setValue(text);
    this.#isOurs = false;
    const layout = offsetOf(indexOf(this.#model), ['layout']);
    // Where cards stand is read on the canvas; here it is seldom what a person looks for.
    if (layout > 0) {
      const line = this.#model.getPositionAt(layout).lineNumber - 1;
      void this.#editor.getAction('editor.fold')?.run({ selectionLines: [line], levels: 1, direction: 'down' });
    }
  }

  #mark(): void {
    // While the text cannot be read, markers move with their lines; the findings are about the last valid text.
    if (this.#model.isDisposed() || this.#isUnsettled()) return;
    const index = indexOf(this.#model);
    const { findings } = findingsStore.getState();
    const markers = findings.map((finding): monaco.editor.IMarkerData => {
      const { lineNumber, column } = this.#model.getPositionAt(offsetOf(index, findingPath(index, finding)));
      return {
        ...this.#lineRange(lineNumber, column),
        message: finding.message,
        severity: SEVERITY[finding.severity],
        source: finding.rule,
      };
    });
    rememberFindings(findings);
    monaco.editor.setModelMarkers(this.#model, LINT, markers);
  }

  /** The words of a line, without indentation and comma. */
  #lineRange(lineNumber: number, column: number): monaco.IRange {
    const line = this.#model.getLineContent(lineNumber);
    const start = line.length - line.trimStart().length + 1;
    const end = line.trimEnd().replace(/,$/, '').length + 1;
    return {
      startLineNumber: lineNumber,
      endLineNumber: lineNumber,
      startColumn: Math.min(start, column),
      endColumn: Math.max(end, start + 1),
    };
  }

  #cursorMoved(): void {
    if (this.#isOurs || !this.#editor.hasTextFocus()) return;
    clearTimeout(this.#selecting);
    this.#selecting = setTimeout(() => {
      const position = this.#editor.getPosition();
      if (position === null) return;
      const thing = thingAt(indexOf(this.#model), this.#model.getOffsetAt(position));
      // What is only being typed is not there yet to be selected.
      if (this.#isUnsettled() && !thing.nodes.every((id) => this.#stood.document.policy.nodes.some((node) => node.id === id))) return;
      const { selection, select } = viewStore.getState();
      this.#selected = JSON.stringify(thing);
      if (this.#selected !== JSON.stringify({ nodes: selection.nodes, edges: selection.edges })) select(thing);
    }, SELECT_AFTER_MS);
  }

  /** What was chosen elsewhere (outline, problems) is shown here. */
  #showSelection(): void {
    const { nodes, edges } = viewStore.getState().selection;
    if (JSON.stringify({ nodes, edges }) === this.#selected) return;
    this.#selected = '';
    const index = indexOf(this.#model);
    const edge = index.edges.get(edges[0] ?? '');
    const path: TextPath | null = edge === undefined ? nodePath(index, nodes[0] ?? '') : ['policy', 'edges', edge, 'port'];
    if (path !== null) this.#place(this.#model.getPositionAt(offsetOf(index, path)));
  }

  #show({ nodeId, key }: { readonly nodeId: string | null; readonly key: string | null }): void {
    const index = indexOf(this.#model);
    const port = key?.startsWith('port:') === true ? key.slice('port:'.length) : null;
    const path = findingPath(index, {
      ...(nodeId !== null && { nodeId }),
      ...(nodeId !== null && port !== null && { edgeId: `${nodeId}:${port}` }),
      ...(nodeId !== null &&
        key !== null &&
        port === null && { path: key.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)) }),
      ...(nodeId === null && key !== null && { providerId: key }),
    });
    this.#selected = JSON.stringify({ nodes: nodeId === null ? [] : [nodeId], edges: [] });
    this.#place(this.#model.getPositionAt(offsetOf(index, path)));
    this.#takeFocus();
  }

  #takeFocus(): void {
    setTimeout(() => !this.#model.isDisposed() && this.#editor.focus(), FOCUS_AFTER_MS);
  }

  #place(position: monaco.IPosition): void {
    this.#editor.setPosition(position);
    this.#editor.revealPositionInCenterIfOutsideViewport(position, monaco.editor.ScrollType.Immediate);
  }

  /** Shows what is selected, for somebody who comes from the drawing. */
  showSelected(): void {
    this.#showSelection();
  }
}

const SEVERITY = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
} as const satisfies Record<Finding['severity'], monaco.MarkerSeverity>;
