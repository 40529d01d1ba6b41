import { describe, expect, it } from 'vitest';
import { fixtureRun } from './fixture.ts';
import { obstacleOf, stalenessOf } from './staleness.ts';

const run = fixtureRun();
const same = { policySha256: run.policy.sha256, scenario: run.scenario, trafficSha256: run.traffic.sha256 };
const other = 'e'.repeat(64);

describe('staleness', () => {
  it('is none while everything is as it was, or not known yet', () => {
    expect(stalenessOf(run, same)).toBeNull();
    expect(stalenessOf(run, { ...same, policySha256: null, trafficSha256: null })).toBeNull();
  });

  it('sees that a scenario of the same name was drawn differently', () => {
    expect(stalenessOf(run, { ...same, scenario: { ...run.scenario, sha256: other } })?.what).toBe('The scenario changed since this run.');
  });

  it('says what changed and what the figures are about', () => {
    expect(stalenessOf(run, { ...same, policySha256: other })).toEqual({
      what: 'The policy changed since this run.',
      consequence: 'The figures below are about what was drawn before.',
    });
    expect(stalenessOf(run, { ...same, scenario: { id: 'surge', name: 'Surge', sha256: null }, trafficSha256: other })).toEqual({
      what: 'The traffic and the scenario changed since this run.',
      consequence: 'The figures below are about “Provider outage” on Conversation trace.',
    });
    expect(
      stalenessOf(run, { policySha256: other, scenario: { id: 'surge', name: 'Surge', sha256: null }, trafficSha256: other })?.what,
    ).toBe('The policy, the traffic and the scenario changed since this run.');
  });
});

describe('obstacles', () => {
  const error = { rule: 'model/no-price', severity: 'error' as const, message: 'The model has no price.' };

  it('names the first error and how many there are; warnings do not count', () => {
    expect(obstacleOf([error], true)).toBe('One error stands in the way of a run: The model has no price.');
    expect(obstacleOf([error, error], false)).toMatch(/^2 errors stand/);
    expect(obstacleOf([{ ...error, severity: 'warning' }], true)).toBeNull();
  });

  it('asks for traffic when there is none', () => expect(obstacleOf([], false)).toMatch(/No traffic is chosen/));
});
