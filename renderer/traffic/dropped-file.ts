import { createStore, useStore } from 'zustand';
import { openPath } from '../files/index.ts';
import { showIfConfig } from '../gateway-import/index.ts';
import { documentStore, viewStore } from '../state/index.ts';
import { countText, words } from '../words/index.ts';
import { isLogName } from './choose-log.ts';

const text = words.traffic.dropped;

export interface Sending {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
}

interface DropState {
  /** Files are held over the window. */
  readonly isOver: boolean;
  readonly sending: Sending | null;
}

const dropStore = createStore<DropState>(() => ({ isOver: false, sending: null }));
export const useDrop = <T>(selector: (state: DropState) => T): T => useStore(dropStore, selector);

let stopRunning: (() => void) | null = null;
export const stopSending = (): void => stopRunning?.();

/** The leaving of one element is told before the entering of the next; what is held over the window is told again at least three times a second. */
const GONE_MS = 500;

/**
 * A file dropped on the window is read like one chosen in a dialog. In the desktop shell it is read where it lies; a page is not told where that is, so there its bytes
 * are handed over. Returns a function that stops it.
 */
export function listenForDroppedFiles(): () => void {
  let gone: ReturnType<typeof setTimeout> | undefined;
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    clearTimeout(gone);
    gone = setTimeout(() => dropStore.setState({ isOver: false }), GONE_MS);
    if (!dropStore.getState().isOver && mayTake()) dropStore.setState({ isOver: true });
  };
  const drop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])];
    clearTimeout(gone);
    dropStore.setState({ isOver: false });
    if (files.length === 0) return;
    event.preventDefault();
    void take(files);
  };
  window.addEventListener('dragover', over);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', drop);
  };
}

const note = (sentence: string): void => viewStore.getState().toast({ tone: 'note', text: sentence });
const bad = (sentence: string): void => viewStore.getState().toast({ tone: 'bad', text: sentence });

/** Nothing that waits for an answer is open. */
function mayTake(): boolean {
  const view = viewStore.getState();
  return (
    dropStore.getState().sending === null &&
    view.overlay === null &&
    view.question === null &&
    view.fileRequest === null &&
    !view.isNewPolicyOpen &&
    view.trafficToMap === null
  );
}

const LARGEST_CONFIG_BYTES = 5_000_000;

/** A config is text alone, so that where it lies need not be known. True when it is shown. */
async function isGatewayConfig(file: File): Promise<boolean> {
  const mayBe =
    /\.(ya?ml|json)$/i.test(file.name) && !/\.(policy|scenario|run)\.json$/i.test(file.name) && file.size <= LARGEST_CONFIG_BYTES;
  return mayBe && showIfConfig(file.name, await file.text());
}

async function take(files: readonly File[]): Promise<void> {
  const [file] = files as [File];
  if (!mayTake()) return note(text.busy(file.name));
  if (await isGatewayConfig(file)) return;
  const isPolicy = /\.policy\.json$/i.test(file.name);
  if (!isPolicy && (!isLogName(file.name) || /\.(scenario|run)\.json$/i.test(file.name))) return note(text.other(file.name));
  if (!isPolicy && documentStore.getState().history === null) return note(text.noPolicy(file.name));
  if (file.size === 0) return note(text.folder(file.name));
  const allow = window.gracefallShell?.allowDropped;
  if (isPolicy && allow === undefined) return note(text.policy(file.name));
  const path = allow === undefined ? await send(file) : await allow(file);
  if (path === null) return allow === undefined ? undefined : bad(text.folder(file.name));
  if (isPolicy) return openPath(path);
  if (files.length > 1) note(text.several(countText(files.length), file.name));
  viewStore.getState().show({ trafficToMap: path });
}

/** Hands the bytes over; null where nothing came of it, which has been said by then. `fetch` tells nothing of how much was sent. */
function send(file: File): Promise<string | null> {
  const request = new XMLHttpRequest();
  const tell = (sentBytes: number): void => dropStore.setState({ sending: { name: file.name, sizeBytes: file.size, sentBytes } });
  tell(0);
  return new Promise<string | null>((resolve) => {
    stopRunning = () => request.abort();
    request.upload.onprogress = ({ loaded }) => tell(loaded);
    request.onabort = () => resolve(null);
    request.onerror = () => {
      bad(text.lost(file.name));
      resolve(null);
    };
    request.onload = () => {
      const answer = readAnswer(request.responseText);
      if (answer?.ok === true) return resolve(answer.path);
      bad(answer?.message ?? text.lost(file.name));
      resolve(null);
    };
    request.open('POST', `/dropped?${new URLSearchParams({ name: file.name })}`);
    request.send(file);
  }).finally(() => {
    stopRunning = null;
    dropStore.setState({ sending: null });
  });
}

type Answer = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly message: string };

function readAnswer(body: string): Answer | null {
  try {
    return JSON.parse(body) as Answer;
  } catch {
    return null;
  }
}
