import { afterEach, beforeEach, expect, it } from 'vitest';
import { addNode } from '../../shared/edit/index.ts';
import { POLICY_FORMAT, type PolicyDocument, type RunResult } from '../../shared/model/index.ts';
import { documentStore, preferencesStore, runStore } from '../state/index.ts';
import { keepTourGoing, tourStore } from './tour-store.ts';

const empty: PolicyDocument = {
  format: POLICY_FORMAT,
  policy: { id: 'support', name: 'Support', description: '', providers: [], nodes: [], edges: [], silenced: [], promises: [] },
  layout: { nodes: {}, notes: [], groups: [] },
};
const drawn = addNode({ kind: 'entry', id: 'entry', at: { x: 0, y: 0 } }).apply(empty);
const open = (document: PolicyDocument): void => documentStore.getState().open(document, { path: null, sha256: null });
const step = () => tourStore.getState().step;

let stop = (): void => undefined;
beforeEach(() => {
  preferencesStore.getState().set({ isTourDone: false });
  tourStore.setState({ step: null });
  stop = keepTourGoing();
});
afterEach(() => {
  stop();
  documentStore.getState().close();
  runStore.getState().clear();
});

it('begins by itself with the first policy that has something drawn, and never again once it was left', () => {
  open(empty);
  expect(step()).toBeNull();
  open(drawn);
  expect(step()).toBe('drawing');
  tourStore.getState().leave();
  open(drawn);
  expect(step()).toBeNull();
});

it('goes on when a run has ended, and not when it was cancelled', () => {
  open(drawn);
  const { start, finish, cancel } = runStore.getState();
  start();
  cancel();
  expect(step()).toBe('drawing');
  start();
  finish({ hash: 'a' } as RunResult, 1);
  expect(step()).toBe('result');
  tourStore.getState().goTo('simulate');
  start();
  cancel();
  expect(step()).toBe('simulate');
});

it('ends with the policy', () => {
  open(drawn);
  documentStore.getState().close();
  expect(step()).toBeNull();
  expect(preferencesStore.getState().isTourDone).toBe(true);
});
