import * as monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
// All of them: the JSON service brings each along anyway, only too late for an editor that exists by then.
import 'monaco-editor/features/register.all';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register';
import { applyFix } from '../../shared/edit/index.ts';
import type { Finding } from '../../shared/model/index.ts';
import { documentStore } from '../state/index.ts';
import { editorSchema } from './editor-schema.ts';
import { wordsAt } from './field-words.ts';
import { suggestionsAt } from './suggestions.ts';
import { indexText, pathAt, type TextIndex } from './text-index.ts';

export { monaco };

/** The one text that is edited at a time. */
export const TEXT_URI = monaco.Uri.parse('gracefall:/document.policy.json');

self.MonacoEnvironment = { getWorker: (_, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()) };

const indexes = new WeakMap<monaco.editor.ITextModel, { readonly version: number; readonly index: TextIndex }>();

/** Made once for each version of the text. */
export function indexOf(model: monaco.editor.ITextModel): TextIndex {
  const known = indexes.get(model);
  const version = model.getVersionId();
  if (known?.version === version) return known.index;
  const index = indexText(model.getValue());
  indexes.set(model, { version, index });
  return index;
}

/** By what their markers show. */
const findings = new Map<string, Finding>();
const FIX_COMMAND = 'gracefall.fix';
const markKey = (source: string | undefined, message: string): string => `${source} ${message}`;

/** What a marker's code action repairs. */
export function rememberFindings(list: readonly Finding[]): void {
  findings.clear();
  for (const finding of list) findings.set(markKey(finding.rule, finding.message), finding);
}

let isReady = false;

/** Once a page: the schema, the hovers, the names that the schema cannot know, and the repairs. */
export function prepareMonaco(): void {
  if (isReady) return;
  isReady = true;
  jsonDefaults.setDiagnosticsOptions({
    // The reader says what is wrong, with its own sentences; it rests on the schemas that this one is published from.
    validate: false,
    enableSchemaRequest: false,
    schemas: [{ uri: 'gracefall:/policy.schema.json', fileMatch: ['*'], schema: editorSchema() }],
  });
  // Hovers are our own; folding is by indentation, which a broken text has too.
  jsonDefaults.setModeConfiguration({
    ...jsonDefaults.modeConfiguration,
    hovers: false,
    diagnostics: false,
    colors: false,
    foldingRanges: false,
    documentSymbols: false,
  });
  monaco.languages.registerHoverProvider('json', {
    provideHover(model, position) {
      const policy = documentStore.getState().history?.document.policy;
      const index = indexOf(model);
      const path = pathAt(index, model.getOffsetAt(position));
      const text = path === null || policy === undefined ? null : wordsAt(index, path, policy);
      return text === null ? null : { contents: [{ value: text }] };
    },
  });
  monaco.languages.registerCompletionItemProvider('json', {
    triggerCharacters: ['"', ' ', ':'],
    provideCompletionItems(model, position) {
      const policy = documentStore.getState().history?.document.policy;
      if (policy === undefined) return { suggestions: [] };
      const line = model.getLineContent(position.lineNumber);
      const range = valueRange(line, position);
      const found = suggestionsAt(indexOf(model), model.getOffsetAt(position), policy);
      // A name that is whole already is there to be exchanged: all others fit. One that is being typed narrows the list.
      const current = model.getValueInRange(range);
      const isWhole = found.some(({ value }) => JSON.stringify(value) === current);
      return {
        suggestions: found
          .filter(({ value }) => JSON.stringify(value) !== current)
          .map(({ value, detail }) => ({
            label: { label: JSON.stringify(value), description: detail },
            kind: monaco.languages.CompletionItemKind.Reference,
            insertText: JSON.stringify(value),
            filterText: isWhole ? current : JSON.stringify(value),
            range,
          })),
      };
    },
  });
  monaco.languages.registerCodeActionProvider('json', {
    provideCodeActions: (_model, _range, context) => ({
      actions: context.markers.flatMap((marker) => {
        const key = markKey(marker.source, marker.message);
        const fix = findings.get(key)?.fix;
        if (fix === undefined) return [];
        const title = fix.label;
        return [{ title, kind: 'quickfix', diagnostics: [marker], command: { id: FIX_COMMAND, title, arguments: [key] } }];
      }),
      dispose: () => {},
    }),
  });
  monaco.editor.registerCommand(FIX_COMMAND, (_accessor, key: string) => {
    const fix = findings.get(key)?.fix;
    if (fix !== undefined) documentStore.getState().run(applyFix(fix.change, fix.label));
  });
}

/** The value of a line that the cursor is in: what stands after the colon, without the comma. */
function valueRange(line: string, { lineNumber, column }: monaco.IPosition): monaco.IRange {
  const before = line.slice(0, column - 1);
  const start = before.lastIndexOf(':') + 1;
  const spaces = /^\s*/.exec(line.slice(start))?.[0].length ?? 0;
  const value = /^(?:"(?:[^"\\]|\\.)*"?|[^\s,}\]]*)/.exec(line.slice(start + spaces))?.[0].length ?? 0;
  const from = Math.min(start + spaces + 1, column);
  return {
    startLineNumber: lineNumber,
    startColumn: from,
    endLineNumber: lineNumber,
    endColumn: Math.max(column, start + spaces + value + 1),
  };
}
