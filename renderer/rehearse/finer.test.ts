import { expect, it } from 'vitest';
import { finerNow, levelOf } from './finer.ts';
import { fixtureRun } from './fixture.ts';
import { timeAxis, wholeView } from './time-axis.ts';

it('a view is as many halvings closer as fit into the run', () => {
  const axis = timeAxis(fixtureRun());
  const of = (share: number) => levelOf(axis, { fromMs: 1000, toMs: 1000 + axis.endMs * share });
  expect([1, 0.6, 0.5, 0.4, 0.25, 0.1].map(of)).toEqual([0, 0, 1, 1, 2, 3]);
});

it('what nobody has looked at closer is shown as it is', () => {
  const run = fixtureRun();
  expect(finerNow(run, timeAxis(run), wholeView(timeAxis(run)))).toBe(run);
});
