import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenario, writeScenario } from '../format/index.ts';
import { CALM, type Scenario, type ScenarioEvent, scenarioEventSchema } from '../model/index.ts';
import { redo, runCommand, startHistory, undo, undoLabel } from './history.ts';
import {
  addEvents,
  changeEvents,
  endingAt,
  fallingFor,
  movedBy,
  removeEvents,
  risingFor,
  type ScenarioCommand,
  setScenario,
  startingAt,
} from './scenario.ts';

const event = (change: Partial<ScenarioEvent> = {}): ScenarioEvent => ({
  id: 'down',
  name: 'Provider down',
  target: { kind: 'primary-provider' },
  effect: { kind: 'outage', share: 0.95, failure: 'connection' },
  startMs: 60_000,
  durationMs: 60_000,
  rampUpMs: 0,
  rampDownMs: 0,
  ...change,
});
const scenario: Scenario = { id: 's', name: 'S', description: '', events: [event()] };

describe('commands of a scenario', () => {
  it('give an added event an id of its own and keep the ids that are there', () => {
    const after = addEvents([event(), event()]).apply(scenario);
    expect(after.events.map(({ id }) => id)).toEqual(['down', 'down-2', 'down-3']);
    expect(after.events[0]).toBe(scenario.events[0]);
  });

  it('return the same object when nothing changes or the result could not be written', () => {
    const unchanged: readonly ScenarioCommand[] = [
      addEvents([]),
      addEvents([event({ startMs: -1 })]),
      addEvents(Array.from({ length: 1000 }, () => event())),
      removeEvents(['gone']),
      changeEvents([event({ id: 'gone' })]),
      changeEvents([event()]),
      changeEvents([event({ durationMs: Number.NaN })]),
      setScenario({ name: 'S' }),
      setScenario({ name: '' }),
    ];
    for (const command of unchanged) expect(command.apply(scenario), command.label).toBe(scenario);
  });

  it('are undone and told as one when they are one gesture', () => {
    let history = startHistory(scenario);
    for (const startMs of [61_000, 62_000, 65_000]) history = runCommand(history, changeEvents([event({ startMs })], 'Move'), 'drag 1');
    expect(history.entries).toHaveLength(2);
    expect(undoLabel(history)).toBe('Move Provider down');
    const back = undo(history);
    expect(back.document).toBe(scenario);
    expect(redo(back).document.events[0]?.startMs).toBe(65_000);
  });
});

describe('moving and resizing', () => {
  it('keeps distances when several are moved against the start', () => {
    const moved = movedBy([event(), event({ id: 'later', startMs: 90_000 })], -500_000);
    expect(moved.map(({ startMs }) => startMs)).toEqual([0, 30_000]);
  });

  it('cuts the ramp that is pushed first', () => {
    const ramped = event({ rampUpMs: 20_000, rampDownMs: 20_000 });
    expect(endingAt(ramped, 90_000)).toMatchObject({ durationMs: 30_000, rampUpMs: 10_000, rampDownMs: 20_000 });
    expect(startingAt(ramped, 105_000)).toMatchObject({ startMs: 105_000, durationMs: 15_000, rampUpMs: 15_000, rampDownMs: 0 });
    expect(risingFor(ramped, 55_000).rampUpMs).toBe(40_000);
    expect(fallingFor(ramped, -5).rampDownMs).toBe(0);
  });

  it('leaves every event readable with its ramps inside, whatever is done to it', () => {
    const ms = fc.integer({ min: -1e9, max: 1e12 });
    const step = fc.oneof(
      ms.map((at) => (before: ScenarioEvent) => movedBy([before], at)[0]!),
      ms.map((at) => (before: ScenarioEvent) => endingAt(before, at)),
      ms.map((at) => (before: ScenarioEvent) => startingAt(before, at)),
      ms.map((at) => (before: ScenarioEvent) => risingFor(before, at)),
      ms.map((at) => (before: ScenarioEvent) => fallingFor(before, at)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const after = steps.reduce((before, change) => change(before), event({ rampUpMs: 5000, rampDownMs: 5000 }));
        expect(scenarioEventSchema.safeParse(after).success).toBe(true);
        expect(after.rampUpMs + after.rampDownMs).toBeLessThanOrEqual(after.durationMs);
        const drawn = changeEvents([after]).apply(scenario);
        expect(readScenario(writeScenario(drawn))).toEqual({ ok: true, value: drawn });
      }),
    );
  });
});

it('no incident stays what it is until something is drawn on it', () => {
  const drawn = addEvents([event()]).apply(CALM);
  expect(CALM.events).toEqual([]);
  expect(drawn.events).toHaveLength(1);
});
