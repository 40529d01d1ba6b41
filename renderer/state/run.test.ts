import { expect, it } from 'vitest';
import type { RunResult } from '../../shared/model/index.ts';
import { createRunStore } from './run.ts';

const result = { hash: 'a' } as RunResult;

it('keeps the last result on the screen while the next run is under way, and after it was cancelled', () => {
  const store = createRunStore();
  store.getState().start();
  store.getState().cancel();
  expect(store.getState().status).toBe('idle');
  store.getState().start();
  store.getState().finish(result, 12);
  store.getState().start();
  expect(store.getState()).toMatchObject({ status: 'running', result });
  store.getState().cancel();
  expect(store.getState()).toMatchObject({ status: 'done', result });
});

it('starts every result at the totals of the whole run', () => {
  const store = createRunStore();
  store.getState().scrub(5000);
  store.getState().finish(result, 12);
  expect(store.getState().scrubMs).toBeNull();
});
