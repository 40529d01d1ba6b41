import { readScenario, writeScenario } from '../../shared/format/index.ts';
import type { Scenario } from '../../shared/model/index.ts';
import { client } from '../connection/index.ts';
import { isDraftEdited, isScenarioKey, restoreDraft, type ScenarioDraft, scenarioDraftsStore, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Unsaved scenarios, kept in the same journal as unsaved policies, each under a key of its own. */

interface Kept {
  readonly document: Scenario;
  readonly path: string | null;
}

export const hasUnsavedScenarios = (): boolean => scenarioDraftsStore.getState().drafts.some(isDraftEdited);

/** Keeps what is unsaved one second after the last change, and drops it once it is saved or given up. */
export function keepScenarios(delayMs = 1000): { keepNow(): void } {
  const kept = new Map<string, Kept>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasWarned = false;
  const keep = async (): Promise<void> => {
    const { drafts } = scenarioDraftsStore.getState();
    for (const draft of drafts) {
      if (isDraftEdited(draft)) await keepOne(draft);
      else await drop(draft.key);
    }
    const there = new Set(drafts.map(({ key }) => key));
    for (const key of [...kept.keys()]) if (!there.has(key)) await drop(key);
  };
  const keepOne = async ({ key, history, path, sha256, saved }: ScenarioDraft): Promise<void> => {
    const { document } = history;
    if (kept.get(key)?.document === document) return;
    const result = await client().journal.keep({
      documentKey: key,
      path,
      name: document.name.slice(0, 200),
      text: writeScenario(document),
      baseSha256: sha256,
      baseText: saved === null ? null : writeScenario(saved),
    });
    if (result.ok) {
      if (!kept.has(key)) hold(key, path);
      kept.set(key, { document, path });
    } else if (!hasWarned) {
      hasWarned = true;
      viewStore.getState().toast({ tone: 'bad', text: result.message });
    }
  };
  const drop = async (key: string): Promise<void> => {
    const before = kept.get(key);
    if (before === undefined) return;
    kept.delete(key);
    await client().journal.drop({ documentKey: key, path: before.path });
  };
  const keepNow = (): void => {
    clearTimeout(timer);
    void keep().catch(() => {});
  };
  scenarioDraftsStore.subscribe((state, before) => {
    if (state.drafts === before.drafts) return;
    clearTimeout(timer);
    timer = setTimeout(keepNow, delayMs);
  });
  void restore(kept).catch(() => {});
  return { keepNow };
}

/** As long as this window is there, no other one takes the draft for work that was left behind. */
function hold(documentKey: string, path: string | null): void {
  void (async () => {
    for await (const _ of await client().documents.hold({ documentKey, path }));
  })().catch(() => {
    // The host is gone; nothing rests on the answer.
  });
}

/** What an earlier session left is listed among the scenarios again, and said once. */
async function restore(kept: Map<string, Kept>): Promise<void> {
  const back: string[] = [];
  for (const { documentKey, path, baseSha256, text } of await client().journal.list()) {
    if (!isScenarioKey(documentKey)) continue;
    const read = readScenario(text);
    if (!read.ok) continue;
    hold(documentKey, path);
    kept.set(documentKey, { document: read.value, path });
    restoreDraft(read.value, { key: documentKey, path, sha256: baseSha256 });
    back.push(read.value.name);
  }
  if (back.length > 0) viewStore.getState().toast({ tone: 'note', text: words.scenarioEditor.files.restored(back) });
}
