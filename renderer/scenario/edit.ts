import {
  addEvents,
  changeEvents,
  endingAt,
  fallingFor,
  freeId,
  movedBy,
  removeEvents,
  risingFor,
  type ScenarioCommand,
  startingAt,
  withFreeIds,
} from '../../shared/edit/index.ts';
import { readScenario, writeScenario } from '../../shared/format/index.ts';
import type { Policy, Scenario, ScenarioEvent, ScenarioTarget } from '../../shared/model/index.ts';
import { type EffectKind, firstEvent, fittingEffects } from '../../shared/scenario/index.ts';
import { announce } from '../announce/index.ts';
import { documentStore, editScenario, scenarioDraftsStore, scenarioInUse, selectEvents, viewStore } from '../state/index.ts';
import { clockText, spanText, words } from '../words/index.ts';
import { type Lane, targetId } from './lanes.ts';
import { firstDurationMs, steppedOnGrid } from './time-grid.ts';
import { eventsOnScreen, timelineStore } from './timeline-store.ts';

/** What is done to the events of the scenario in use, by hand, key, menu and form alike. */

const texts = words.scenarioEditor;

export const policyNow = (): Policy | null => documentStore.getState().history?.document.policy ?? null;

/** Two copies of one scenario are told apart by their names too. */
function nameCopy(scenario: Scenario, taken: ReadonlySet<string>): Pick<Scenario, 'id' | 'name'> {
  const names = new Set(scenarioDraftsStore.getState().drafts.map(({ history }) => history.document.name));
  const nameOf = (number: number): string => texts.files.copyOf(scenario.name.slice(0, 180), number);
  let number = 1;
  while (names.has(nameOf(number))) number++;
  return { name: nameOf(number), id: freeId(scenario.id.slice(0, 56), taken) };
}

/** Every change goes through here. */
export const edit = (command: ScenarioCommand, gesture?: string): void => editScenario(command, nameCopy, gesture);

let gestures = 0;
/** Ties the steps of one gesture together, so that they are undone as one. */
export const newGesture = (what: string): string => `scenario-${what}-${++gestures}`;

export const selectedIds = (): readonly string[] => scenarioDraftsStore.getState().selected;

export function selectedEvents(): readonly ScenarioEvent[] {
  const chosen = new Set(selectedIds());
  return scenarioInUse().events.filter(({ id }) => chosen.has(id));
}

/** Once it is drawn. */
export const focusLater = (id: string | undefined): void => {
  if (id !== undefined) setTimeout(() => timelineStore.getState().shown?.focusEvent(id), 0);
};

/** Adds them under ids of their own, selected. False when a scenario cannot hold so many. */
export function addAndSelect(events: readonly ScenarioEvent[], label?: string, gesture?: string): readonly ScenarioEvent[] {
  const before = scenarioInUse();
  const named = withFreeIds(before, events);
  edit(label === undefined ? addEvents(named) : addEvents(named, label), gesture);
  if (scenarioInUse() === before) {
    viewStore.getState().toast({ tone: 'bad', text: texts.files.tooMany });
    return [];
  }
  selectEvents(named.map(({ id }) => id));
  return named;
}

/** An event of a good length in the middle of what is seen, or after what the lane has there already. */
export function addToLane(lane: Lane, kind: EffectKind): void {
  const { shown } = timelineStore.getState();
  if (shown === null) return;
  const { fromMs, toMs } = shown.view();
  const durationMs = firstDurationMs(toMs - fromMs);
  const grid = shown.gridMs;
  const wanted = Math.round((fromMs + (toMs - fromMs) / 3) / grid) * grid;
  const startMs = freeStart(lane.target, wanted, durationMs, toMs);
  const [added] = addAndSelect([firstEvent(kind, lane.target, texts.effects[kind].label, { startMs, durationMs })]);
  if (added === undefined) return;
  announce(texts.event.added(added.name, lane.label));
  focusLater(added.id);
}

function freeStart(target: ScenarioTarget, wantedMs: number, durationMs: number, lastMs: number): number {
  const own = scenarioInUse().events.filter((event) => targetId(event.target) === targetId(target));
  const meets = (startMs: number) =>
    own.find((event) => event.startMs < startMs + durationMs && startMs < event.startMs + event.durationMs);
  let startMs = wantedMs;
  for (let met = meets(startMs); met !== undefined; met = meets(startMs)) startMs = met.startMs + met.durationMs;
  return startMs + durationMs <= lastMs ? startMs : wantedMs;
}

export function removeSelected(): void {
  const { shown } = timelineStore.getState();
  const order = shown === null ? [] : onScreen().map(({ id }) => id);
  const at = order.findIndex((id) => selectedIds().includes(id));
  const gone = new Set(selectedIds());
  edit(removeEvents(selectedIds()));
  selectEvents([]);
  // The neighbour is where the hands go on.
  const left = order.filter((id) => !gone.has(id));
  focusLater(left[Math.min(Math.max(at, 0), left.length - 1)]);
}

export function duplicateSelected(): void {
  const events = selectedEvents();
  const spanMs = Math.max(...events.map(endOf)) - Math.min(...events.map(({ startMs }) => startMs));
  const [first] = addAndSelect(movedBy(events, spanMs));
  focusLater(first?.id);
}

const endOf = ({ startMs, durationMs }: ScenarioEvent): number => startMs + durationMs;

export const selectAllEvents = (): void => selectEvents(scenarioInUse().events.map(({ id }) => id));

const shownMs = (): number => timelineStore.getState().shown?.shownMs ?? 3_600_000;
const grid = (): number => timelineStore.getState().shown?.gridMs ?? 1000;

/** Steps by key are tied together as long as they do the same to the same events. */
const keyGesture = (what: string): string => `scenario-key:${what}:${selectedIds().join(':')}`;

function sayTimes(): void {
  const [event] = selectedEvents();
  if (event !== undefined) announce(texts.event.moved(clockText(event.startMs, shownMs()), clockText(endOf(event), shownMs())));
}

export function moveSelected(direction: 1 | -1): void {
  const events = selectedEvents();
  const [first] = events;
  if (first === undefined) return;
  const earliestMs = Math.min(...events.map(({ startMs }) => startMs));
  edit(changeEvents(movedBy(events, steppedOnGrid(earliestMs, grid(), direction) - earliestMs), texts.steps.move), keyGesture('move'));
  sayTimes();
}

export function moveEnds(direction: 1 | -1): void {
  const changed = selectedEvents().map((event) => endingAt(event, steppedOnGrid(endOf(event), grid(), direction)));
  edit(changeEvents(changed, texts.steps.resize), keyGesture('end'));
  sayTimes();
}

export function moveStarts(direction: 1 | -1): void {
  const changed = selectedEvents().map((event) => startingAt(event, steppedOnGrid(event.startMs, grid(), direction)));
  edit(changeEvents(changed, texts.steps.resize), keyGesture('start'));
  sayTimes();
}

export function rampSelected(end: 'up' | 'down', direction: 1 | -1): void {
  const changed = selectedEvents().map((event) =>
    end === 'up'
      ? risingFor(event, steppedOnGrid(event.rampUpMs, grid(), direction))
      : fallingFor(event, steppedOnGrid(event.rampDownMs, grid(), direction)),
  );
  edit(changeEvents(changed, texts.steps.ramp), keyGesture(`ramp-${end}`));
  const [event] = selectedEvents();
  const span = (ms: number) => (ms === 0 ? texts.event.none : spanText(ms));
  if (event !== undefined) announce(texts.event.ramped(span(event.rampUpMs), span(event.rampDownMs)));
}

/** To the next lane in that direction that feels what the event does. */
export function moveToLane(direction: 1 | -1): void {
  const policy = policyNow();
  const [event] = selectedEvents();
  const lanes = timelineStore.getState().shown?.lanes ?? [];
  if (policy === null || event === undefined) return;
  for (let at = lanes.findIndex(({ id }) => id === targetId(event.target)) + direction; ; at += direction) {
    const lane = lanes[at];
    if (lane === undefined) {
      announce(texts.event.noLane);
      return;
    }
    if (!fittingEffects(lane.target, policy).includes(event.effect.kind)) continue;
    edit(changeEvents([{ ...event, target: lane.target }], texts.steps.move));
    announce(texts.event.lane(lane.label));
    focusLater(event.id);
    return;
  }
}

const onScreen = (): readonly ScenarioEvent[] =>
  eventsOnScreen(scenarioInUse().events, timelineStore.getState().shown?.lanes ?? [], ({ target }) => targetId(target));

export function goToEvent(where: 'previous' | 'next' | 'first' | 'last'): void {
  const events = onScreen();
  const at = events.findIndex(({ id }) => id === selectedIds()[0]);
  const to = { previous: at === -1 ? events.length - 1 : at - 1, next: at + 1, first: 0, last: events.length - 1 }[where];
  const event = events[Math.min(events.length - 1, Math.max(0, to))];
  if (event === undefined) return;
  selectEvents([event.id]);
  timelineStore.getState().shown?.focusEvent(event.id);
}

/** Events on the clipboard are a scenario file, so they can be pasted into another window or kept as a file. */
export function clipboardText(): string | null {
  const events = selectedEvents();
  return events.length === 0 ? null : writeScenario({ ...scenarioInUse(), events: [...events] });
}

export function cutSelected(): void {
  const ids = selectedIds();
  edit(removeEvents(ids, texts.files.cutLabel(ids.length)));
  selectEvents([]);
}

/** At the pointer where it is over the timeline, else after what is selected, else where they were. */
export function pasteText(text: string): void {
  const read = readScenario(text);
  if (!read.ok || read.value.events.length === 0) {
    viewStore.getState().toast({ tone: 'note', text: texts.files.nothingPasted });
    return;
  }
  const { events } = read.value;
  const { shown } = timelineStore.getState();
  const earliestMs = Math.min(...events.map(({ startMs }) => startMs));
  const selected = selectedEvents();
  const pointerMs = shown?.pointerMs() ?? null;
  const atMs = pointerMs ?? (selected.length > 0 ? Math.max(...selected.map(endOf)) : earliestMs);
  const step = grid();
  const [first] = addAndSelect(movedBy(events, Math.round(atMs / step) * step - earliestMs), texts.files.pasteLabel(events.length));
  focusLater(first?.id);
}
