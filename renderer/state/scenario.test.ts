import { beforeEach, describe, expect, it } from 'vitest';
import { addEvents, setScenario } from '../../shared/edit/index.ts';
import { CALM, type Scenario, type ScenarioEvent } from '../../shared/model/index.ts';
import { inputsStore } from './inputs.ts';
import {
  beginDraft,
  draftInUse,
  draftSaved,
  dropDraft,
  editScenario,
  isDraftEdited,
  leaveGesture,
  listedDrafts,
  redoScenario,
  scenarioDraftsStore,
  scenarioInUse,
  selectEvents,
  undoScenario,
} from './scenario.ts';

const event: ScenarioEvent = {
  id: 'down',
  name: 'Down',
  target: { kind: 'primary-provider' },
  effect: { kind: 'outage', share: 1, failure: 'connection' },
  startMs: 0,
  durationMs: 60_000,
  rampUpMs: 0,
  rampDownMs: 0,
};
const shipped: Scenario = { id: 'shipped', name: 'Shipped', description: '', events: [] };
const nameCopy = (scenario: Scenario, taken: ReadonlySet<string>) => ({
  name: `${scenario.name}, changed`,
  id: taken.has(`${scenario.id}-2`) ? `${scenario.id}-3` : `${scenario.id}-2`,
});
const edit = (gesture?: string) => editScenario(addEvents([event]), nameCopy, gesture);

beforeEach(() => {
  scenarioDraftsStore.setState({ drafts: [], selected: [] });
  inputsStore.setState({ scenario: shipped, ownScenarios: [] });
});

describe('the scenario in use', () => {
  it('stays the shipped one until it is changed, and then is a copy that is simulated as drawn', () => {
    expect(draftInUse()).toBeUndefined();
    edit();
    expect(scenarioInUse()).toMatchObject({ id: 'shipped-2', name: 'Shipped, changed', events: [{ id: 'down' }] });
    expect(isDraftEdited(draftInUse()!)).toBe(true);
    undoScenario();
    expect(scenarioInUse()).toBe(shipped);
    expect(listedDrafts(scenarioDraftsStore.getState().drafts)).toEqual([]);
    redoScenario();
    expect(scenarioInUse().id).toBe('shipped-2');
  });

  it('is renamed once more when it is changed again after everything was undone', () => {
    edit();
    undoScenario();
    edit();
    expect(scenarioInUse()).toMatchObject({ name: 'Shipped, changed', events: [{ id: 'down' }] });
    expect(scenarioDraftsStore.getState().drafts).toHaveLength(1);
  });

  it('keeps what was drawn when another is chosen, and goes on with it when it is chosen again', () => {
    edit();
    const drawn = scenarioInUse();
    inputsStore.getState().chooseScenario(CALM);
    edit();
    expect(scenarioInUse().id).toBe('calm-2');
    expect(listedDrafts(scenarioDraftsStore.getState().drafts)).toHaveLength(2);
    inputsStore.getState().chooseScenario(drawn);
    undoScenario();
    expect(scenarioInUse()).toBe(shipped);
  });

  it('is not renamed when it began here', () => {
    beginDraft(shipped, { path: null, sha256: null, saved: shipped });
    edit();
    expect(scenarioInUse().name).toBe('Shipped');
  });

  it('counts undoing back to what is on disk as saved', () => {
    beginDraft(shipped, { path: null, sha256: null, saved: null });
    expect(isDraftEdited(draftInUse()!)).toBe(true);
    edit();
    draftSaved(draftInUse()!.key, 'a.scenario.json', 'f'.repeat(64), scenarioInUse());
    expect(isDraftEdited(draftInUse()!)).toBe(false);
    editScenario(setScenario({ description: 'more' }), nameCopy);
    expect(isDraftEdited(draftInUse()!)).toBe(true);
    undoScenario();
    expect(isDraftEdited(draftInUse()!)).toBe(false);
  });

  it('takes back a gesture that was left', () => {
    edit('drag');
    edit('drag');
    leaveGesture(0);
    expect(scenarioInUse()).toBe(shipped);
  });

  it('forgets the selection of what is no longer there, and nothing happens by a command that changes nothing', () => {
    edit();
    selectEvents(['down']);
    undoScenario();
    expect(scenarioDraftsStore.getState().selected).toEqual([]);
    editScenario(addEvents([]), nameCopy);
    expect(scenarioInUse()).toBe(shipped);
  });

  it('is the shipped one again when the draft is given up', () => {
    edit();
    dropDraft(draftInUse()!.key, CALM);
    expect(scenarioInUse()).toBe(shipped);
  });
});
