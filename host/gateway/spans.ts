import { type FileHandle, open } from 'node:fs/promises';
import type { Policy, RequestTrace } from '../../shared/model/index.ts';
import { otlpTraces, type TracedRun } from '../../shared/otlp/index.ts';

/** Where the traces of served requests go, one request at a time. */
export interface SpanSink {
  write(trace: RequestTrace): void;
  /** When all that was written has arrived or been given up. */
  close(): Promise<void>;
}

export interface SpanSinkOptions {
  readonly run: TracedRun;
  readonly policy: Policy;
  /** Instant 0 of the traces, Unix ms. */
  readonly startUnixMs: number;
  /** JSON lines as OpenTelemetry's collector writes them; must not exist yet unless `mayReplace`. */
  readonly file?: { readonly path: string; readonly mayReplace: boolean };
  /** Base address of an OTLP/HTTP receiver, without `/v1/traces`. */
  readonly endpoint?: string;
  /** Called once for each kind of trouble; serving goes on. */
  readonly log: (sentence: string) => void;
}

/** A receiver that is not there must not fill the memory. */
const MOST_SENDING = 100;
const EXPORT_TIMEOUT_MS = 10_000;

/** Rejects when the file cannot be opened. */
export async function spansTo({ run, policy, startUnixMs, file, endpoint, log }: SpanSinkOptions): Promise<SpanSink> {
  const startsAt = new Date(startUnixMs).toISOString();
  const target: FileHandle | null = file === undefined ? null : await open(file.path, file.mayReplace ? 'w' : 'wx');
  let last: Promise<void> = Promise.resolve();
  let sending = 0;
  let unwritten: string[] = [];
  const sent = new Set<Promise<void>>();
  const told = new Set<string>();
  const tellOnce = (key: string, sentence: string): void => {
    if (told.has(key)) return;
    told.add(key);
    log(sentence);
  };
  /** All that has come together while the last write went on: one write for many requests. */
  const writeFile = async (): Promise<void> => {
    const text = unwritten.join('');
    unwritten = [];
    if (text === '') return;
    await target?.appendFile(text).catch((error: Error) => {
      tellOnce('file', `The traces could not be written (${error.message}). Requests are served all the same.`);
    });
  };
  const url = `${(endpoint ?? '').replace(/\/+$/, '')}/v1/traces`;
  const send = async (body: string): Promise<void> => {
    try {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(EXPORT_TIMEOUT_MS) });
      await response.arrayBuffer();
      if (!response.ok) {
        tellOnce('status', `${url} answered ${response.status} to traces, so some are missing there. Requests are served all the same.`);
      }
    } catch (error) {
      tellOnce(
        'reach',
        `${url} could not be reached for traces (${(error as Error).message}), so some are missing there. Requests are served all the same.`,
      );
    }
  };
  return {
    write(trace) {
      const text = otlpTraces(run, [trace], policy, startsAt);
      if (target !== null) {
        unwritten.push(text);
        if (unwritten.length === 1) last = last.then(writeFile);
      }
      if (endpoint === undefined) return;
      if (sending >= MOST_SENDING) {
        tellOnce('full', `${url} takes traces more slowly than they come, so some are missing there.`);
        return;
      }
      sending++;
      const delivery = send(text).finally(() => {
        sending--;
        sent.delete(delivery);
      });
      sent.add(delivery);
    },
    async close() {
      await Promise.all(sent);
      await last;
      await target?.close();
    },
  };
}
