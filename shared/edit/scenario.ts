import { LONGEST_MS, type Scenario, type ScenarioEvent, scenarioEventSchema, scenarioSchema } from '../model/index.ts';
import { type Command, freeId } from './command.ts';

/**
 * Every change of a scenario. As with a policy: pure, what is not touched is shared, and the same object comes back when nothing changes or the
 * result could not be written and read back.
 */
export type ScenarioCommand = Command<Scenario>;

/** An event that is drawn can always be taken hold of again; by typing it may be shorter. */
export const SHORTEST_DRAWN_MS = 1000;

const namesOf = (events: readonly ScenarioEvent[]): string => (events.length === 1 ? events[0]!.name : `${events.length} events`);

/** Adds at the end; ids that are taken get another. More than a scenario may hold: nothing is added. */
export const addEvents = (events: readonly ScenarioEvent[], label = `Add ${namesOf(events)}`): ScenarioCommand => ({
  label,
  apply: (scenario) => withEvents(scenario, [...scenario.events, ...withFreeIds(scenario, events)]),
});

/** The same events with ids that the scenario does not have yet. */
export function withFreeIds(scenario: Scenario, events: readonly ScenarioEvent[]): ScenarioEvent[] {
  const taken = new Set(scenario.events.map(({ id }) => id));
  return events.map((event) => {
    const id = freeId(event.id, taken);
    taken.add(id);
    return id === event.id ? event : { ...event, id };
  });
}

export const removeEvents = (ids: readonly string[], label?: string): ScenarioCommand => ({
  label: label ?? (ids.length === 1 ? 'Remove an event' : `Remove ${ids.length} events`),
  labelFor: ({ events }) => label ?? `Remove ${namesOf(events.filter(({ id }) => ids.includes(id)))}`,
  apply: (scenario) => {
    const left = scenario.events.filter(({ id }) => !ids.includes(id));
    return left.length === scenario.events.length ? scenario : { ...scenario, events: left };
  },
});

/** Puts these events in the place of those with their ids; one that is not there or not valid is passed over. `verb` begins the label: "Move". */
export const changeEvents = (changed: readonly ScenarioEvent[], verb = 'Change'): ScenarioCommand => ({
  label: `${verb} ${namesOf(changed)}`,
  apply: (scenario) => {
    const byId = new Map(changed.filter((event) => scenarioEventSchema.safeParse(event).success).map((event) => [event.id, event]));
    let isSame = true;
    const events = scenario.events.map((event) => {
      const next = byId.get(event.id);
      if (next === undefined || JSON.stringify(next) === JSON.stringify(event)) return event;
      isSame = false;
      return next;
    });
    return isSame ? scenario : { ...scenario, events };
  },
});

export const setScenario = (change: Partial<Pick<Scenario, 'id' | 'name' | 'description'>>): ScenarioCommand => ({
  label: change.name === undefined ? 'Describe the scenario' : `Call the scenario ${change.name}`,
  apply: (scenario) => {
    const next = { ...scenario, ...change };
    const isSame = next.id === scenario.id && next.name === scenario.name && next.description === scenario.description;
    return isSame || !scenarioSchema.safeParse(next).success ? scenario : next;
  },
});

const withEvents = (scenario: Scenario, events: readonly ScenarioEvent[]): Scenario => {
  const next = { ...scenario, events: [...events] };
  return events.length === scenario.events.length || !scenarioSchema.safeParse(next).success ? scenario : next;
};

const within = (ms: number, low: number, high: number): number => Math.round(Math.min(high, Math.max(low, ms)));

/** Moved together, so that their distances stay: none starts before the first request. */
export function movedBy(events: readonly ScenarioEvent[], byMs: number): ScenarioEvent[] {
  const earliestMs = Math.min(...events.map(({ startMs }) => startMs));
  const latestMs = Math.max(...events.map(({ startMs }) => startMs));
  const by = within(byMs, -earliestMs, LONGEST_MS - latestMs);
  return by === 0 ? [...events] : events.map((event) => ({ ...event, startMs: event.startMs + by }));
}

/** Its end at another instant; ramps that no longer fit are cut, the one that is being pushed first. */
export function endingAt(event: ScenarioEvent, endMs: number): ScenarioEvent {
  const durationMs = within(endMs - event.startMs, SHORTEST_DRAWN_MS, LONGEST_MS);
  const rampDownMs = Math.min(event.rampDownMs, durationMs);
  return { ...event, durationMs, rampDownMs, rampUpMs: Math.min(event.rampUpMs, durationMs - rampDownMs) };
}

/** Its start at another instant, its end where it is. */
export function startingAt(event: ScenarioEvent, startMs: number): ScenarioEvent {
  const endMs = event.startMs + event.durationMs;
  const start = within(startMs, Math.max(0, endMs - LONGEST_MS), Math.min(LONGEST_MS, Math.max(0, endMs - SHORTEST_DRAWN_MS)));
  const durationMs = endMs - start;
  const rampUpMs = Math.min(event.rampUpMs, durationMs);
  return { ...event, startMs: start, durationMs, rampUpMs, rampDownMs: Math.min(event.rampDownMs, durationMs - rampUpMs) };
}

/** A ramp takes what the other one leaves of the event. */
export const risingFor = (event: ScenarioEvent, rampUpMs: number): ScenarioEvent => ({
  ...event,
  rampUpMs: within(rampUpMs, 0, event.durationMs - event.rampDownMs),
});

export const fallingFor = (event: ScenarioEvent, rampDownMs: number): ScenarioEvent => ({
  ...event,
  rampDownMs: within(rampDownMs, 0, event.durationMs - event.rampUpMs),
});
