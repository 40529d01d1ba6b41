import { createStore, useStore } from 'zustand';
import { CALM, type Scenario, type TrafficStep } from '../../shared/model/index.ts';
import type { HostClient } from '../connection/index.ts';

type Loaded = Awaited<ReturnType<HostClient['traffic']['load']>>;
export type TrafficHandle = Extract<Loaded, { ok: true }>['traffic'];

/** A log that can be rehearsed on: named at once, read when it is first needed. */
export interface TrafficChoice {
  /** Of the log, or what else it is known by: no two choices share it. */
  readonly path: string;
  readonly label: string;
  readonly handle: TrafficHandle | null;
  /** The whole log, where steps were done to it, and the steps. */
  readonly madeOf?: TrafficChoice;
  readonly steps?: readonly TrafficStep[];
  /** Under which it is in the app's own store. */
  readonly keptId?: string;
}

/** What a rehearsal is fed with. */
export interface InputsState {
  readonly traffic: TrafficChoice | null;
  /** Chosen in this session, latest first. */
  readonly knownTraffic: readonly TrafficChoice[];
  readonly scenario: Scenario;
  /** Scenarios that came with the document. */
  readonly ownScenarios: readonly Scenario[];
  readonly seed: number;
  readonly replications: number;
  chooseTraffic(choice: TrafficChoice): void;
  /** The host has read this choice. It does not become the chosen one: another may have been chosen while it was read. */
  noteRead(path: string, handle: TrafficHandle): void;
  /** The traffic with this handle is in the app's own store now. */
  noteKept(trafficId: string, keptId: string): void;
  chooseScenario(scenario: Scenario): void;
  setSeed(seed: number): void;
  setReplications(replications: number): void;
  /** For another document. */
  reset(own: { readonly scenarios: readonly Scenario[]; readonly traffic: TrafficChoice | null; readonly scenario: Scenario }): void;
}

const noting =
  (noted: (choice: TrafficChoice) => TrafficChoice) =>
  ({ traffic, knownTraffic }: InputsState): Pick<InputsState, 'traffic' | 'knownTraffic'> => ({
    traffic: traffic && noted(traffic),
    knownTraffic: knownTraffic.map(noted),
  });

export const createInputsStore = () =>
  createStore<InputsState>((set) => ({
    traffic: null,
    knownTraffic: [],
    scenario: CALM,
    ownScenarios: [],
    seed: 1,
    replications: 1,
    chooseTraffic: (choice) =>
      set((state) => ({ traffic: choice, knownTraffic: [choice, ...state.knownTraffic.filter(({ path }) => path !== choice.path)] })),
    noteRead: (path, handle) => set(noting((choice) => (choice.path === path ? { ...choice, handle } : choice))),
    noteKept: (trafficId, keptId) => set(noting((choice) => (choice.handle?.trafficId === trafficId ? { ...choice, keptId } : choice))),
    chooseScenario: (scenario) => set({ scenario }),
    setSeed: (seed) => set({ seed }),
    setReplications: (replications) => set({ replications }),
    reset: ({ scenarios, traffic, scenario }) =>
      set((state) => ({
        ownScenarios: scenarios,
        scenario,
        traffic: traffic ?? state.traffic,
        knownTraffic: traffic === null ? state.knownTraffic : [traffic, ...state.knownTraffic.filter(({ path }) => path !== traffic.path)],
      })),
  }));

export const inputsStore = createInputsStore();
export const useInputs = <T>(selector: (state: InputsState) => T): T => useStore(inputsStore, selector);
