import { SingleBar } from 'cli-progress';
import type { Progress } from '../host/index.ts';
import type { Terminal } from './terminal.ts';

/** A bar while a person watches; silence in pipes and logs. */
export function showProgress(terminal: Terminal): { update: (progress: Progress) => void; stop: () => void } {
  if (!terminal.errIsTerminal) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: 'Simulating {bar} {percentage} %  {value} of {total} requests',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let isStarted = false;
  return {
    update({ requestsDone, requests }) {
      if (!isStarted) bar.start(requests, requestsDone);
      else {
        bar.setTotal(requests);
        bar.update(requestsDone);
      }
      isStarted = true;
    },
    stop: () => bar.stop(),
  };
}

/** The same while a long log is read; short ones are over before a bar is seen. */
export function showReading(terminal: Terminal): { update: (rowsRead: number, rows: number) => void; stop: () => void } {
  if (!terminal.errIsTerminal) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: 'Reading {bar} {percentage} %  {value} of {total} rows',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let isStarted = false;
  return {
    update(rowsRead, rows) {
      if (rows < FEWEST_ROWS_FOR_A_BAR) return;
      if (!isStarted) bar.start(rows, rowsRead);
      else bar.update(rowsRead);
      isStarted = true;
    },
    stop: () => bar.stop(),
  };
}

const FEWEST_ROWS_FOR_A_BAR = 500_000;
