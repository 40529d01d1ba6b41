import { describe, expect, it } from 'vitest';
import { FIXTURE_POLICY, fixtureRun } from './fixture.ts';
import { answerAssumptions, flawRows, layerRows } from './quality.ts';

const run = fixtureRun();

describe('quality of a run', () => {
  it('lists flaws by how many answers have them, as shares of the answers', () => {
    const flawed = { ...run, outcomes: { ...run.outcomes, answeredByTier: [60, 30, 10], flawed: { wrong: 2, leaking: 0, stale: 5 } } };
    expect(flawRows(flawed).map(({ word, count, share }) => [word, count, share])).toEqual([
      ['stale', 5, 0.05],
      ['wrong', 2, 0.02],
    ]);
    expect(flawRows({ ...flawed, outcomes: { ...flawed.outcomes, answeredByTier: [0, 0, 0], flawed: {} } })).toEqual([]);
  });

  it('says nothing of flaws for a run of an engine that did not count them', () => {
    const { flawed: _, ...outcomes } = run.outcomes;
    expect(flawRows({ ...run, outcomes })).toEqual([]);
  });

  it('gives each layer what its rates rest on, and none for nodes that the open policy no longer has', () => {
    const facts = { reached: 10, caught: 8, leaked: 2, 'false-alarm': 1 };
    const nodes = [{ ...run.nodes[0]!, id: 'guard', kind: 'input-guard', facts }];
    const assumption = { subject: 'Input guard', statement: 'It catches 80 %.', basis: 'assumed' as const };
    const guarded = { ...run, nodes, assumptions: [assumption, { ...assumption, subject: 'Another' }] };
    expect(layerRows(guarded, FIXTURE_POLICY)).toMatchObject([{ nodeId: 'guard', reached: 10, leaked: 2, assumptions: [assumption] }]);
    expect(layerRows(guarded, null)).toEqual([]);
    expect(layerRows({ ...guarded, nodes: [] }, FIXTURE_POLICY)).toEqual([]);
  });

  it('picks the assumptions about answers and leaves those about calls', () => {
    const [event] = run.scenario.events;
    const events = [event!, { ...event!, id: 'drift', name: 'Worse answers', effect: { kind: 'quality-loss' as const, share: 0.2 } }];
    const assumptions = ['Worse answers', event!.name].map((subject) => ({ subject, statement: 'So.', basis: 'assumed' as const }));
    expect(answerAssumptions({ ...run, scenario: { ...run.scenario, events }, assumptions }).map(({ subject }) => subject)).toEqual([
      'Worse answers',
    ]);
  });
});
