import { createStore, useStore } from 'zustand';

export type Room = 'design' | 'tiers' | 'rehearse' | 'export' | 'traffic' | 'review';
/** How Design shows the document. */
export type DesignView = 'drawing' | 'text';

/** How Rehearse is looked at: the scenario that it is fed with, or one side of its results. */
export type RehearseTab = 'scenario' | 'time' | 'quality' | 'trace' | 'what-if' | 'runs';

/** Panels that one opens from everywhere; one at a time. */
export type Overlay = 'commands' | 'jump' | 'shortcuts' | 'settings' | 'history';
export type SettingsSection = 'appearance' | 'keys';

export interface Toast {
  readonly id: number;
  readonly tone: 'note' | 'good' | 'bad';
  readonly text: string;
  /** Where a pointer action was refused, in page pixels: the sentence appears there. */
  readonly at?: { readonly x: number; readonly y: number };
  readonly action?: { readonly label: string; run(): void };
}

export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
}
export const NOTHING: Selection = { nodes: [], edges: [], notes: [] };

/** A question that stands before everything else until it is answered. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string; readonly tone?: 'primary' | 'danger' }[];
  readonly answer: (choiceId: string | null) => void;
}

export interface FileRequest {
  readonly mode: 'open' | 'save';
  readonly title: string;
  readonly suggestedName: string;
  readonly extensions: readonly string[];
  readonly answer: (path: string | null) => void;
}

export interface ViewState {
  readonly room: Room;
  readonly designView: DesignView;
  readonly rehearseTab: RehearseTab;
  /** Target that the Export room was last asked about. */
  readonly exportTarget: string;
  readonly selection: Selection;
  /** Field of the inspector that a finding points to; `tick` makes a second ask for the same field count. */
  readonly focus: { readonly nodeId: string | null; readonly key: string | null; readonly tick: number } | null;
  /** Panel of the app itself that is open; null = none. */
  readonly overlay: Overlay | null;
  readonly settingsSection: SettingsSection;
  readonly isNewPolicyOpen: boolean;
  /** Template that the dialog for a new policy begins with; null = its own first. */
  readonly newPolicyFrom: string | null;
  /** Log whose columns are being mapped. */
  readonly trafficToMap: string | null;
  readonly question: Question | null;
  readonly fileRequest: FileRequest | null;
  readonly toasts: readonly Toast[];
  readonly isConnectionLost: boolean;
  /** What cannot be left without a word (a text that cannot be read) is asked for first. */
  goTo(room: Room): void;
  showDesignAs(designView: DesignView): void;
  /** Goes to Rehearse, and there to the tab. */
  showRehearse(tab: RehearseTab): void;
  select(selection: Partial<Selection>): void;
  focusOn(nodeId: string | null, key: string | null): void;
  show(
    patch: Partial<Pick<ViewState, 'overlay' | 'isNewPolicyOpen' | 'newPolicyFrom' | 'trafficToMap' | 'isConnectionLost' | 'exportTarget'>>,
  ): void;
  showSettings(settingsSection: SettingsSection): void;
  ask(question: Omit<Question, 'answer'>): Promise<string | null>;
  chooseFile(request: Omit<FileRequest, 'answer'>): Promise<string | null>;
  toast(toast: Omit<Toast, 'id'>): void;
  dismiss(id: number): void;
  /** Back to the first look, for another document. */
  resetForDocument(): void;
}

let lastToast = 0;
let leaving: (() => Promise<boolean>) | null = null;

/** One view at a time may ask before it is left; null when it is gone. */
export const askBeforeLeaving = (ask: (() => Promise<boolean>) | null): void => {
  leaving = ask;
};

const afterLeaving = (go: () => void): void => {
  if (leaving === null) go();
  else void leaving().then((may) => may && go());
};

export const viewStore = createStore<ViewState>((set, get) => ({
  room: 'design',
  designView: 'drawing',
  rehearseTab: 'time',
  exportTarget: 'native',
  selection: NOTHING,
  focus: null,
  overlay: null,
  settingsSection: 'appearance',
  isNewPolicyOpen: false,
  newPolicyFrom: null,
  trafficToMap: null,
  question: null,
  fileRequest: null,
  toasts: [],
  isConnectionLost: false,
  goTo: (room) => (room === get().room ? undefined : afterLeaving(() => set({ room }))),
  showDesignAs: (designView) => (designView === get().designView ? undefined : afterLeaving(() => set({ designView }))),
  showRehearse: (rehearseTab) => {
    set({ rehearseTab });
    get().goTo('rehearse');
  },
  select: (selection) => set({ selection: { ...NOTHING, ...selection }, focus: null }),
  focusOn: (nodeId, key) =>
    set((state) => ({
      room: 'design',
      selection: nodeId === null ? NOTHING : { ...NOTHING, nodes: [nodeId] },
      focus: { nodeId, key, tick: (state.focus?.tick ?? 0) + 1 },
    })),
  show: (patch) => set(patch),
  showSettings: (settingsSection) => set({ overlay: 'settings', settingsSection }),
  ask: (question) =>
    new Promise((resolve) => {
      const answer = (choiceId: string | null): void => {
        set({ question: null });
        resolve(choiceId);
      };
      set({ question: { ...question, answer } });
    }),
  chooseFile: (request) =>
    new Promise((resolve) => {
      const answer = (path: string | null): void => {
        set({ fileRequest: null });
        resolve(path);
      };
      set({ fileRequest: { ...request, answer } });
    }),
  toast: (toast) =>
    set((state) => ({
      // Good news is told once; bad news stays beside the next one.
      toasts: [...state.toasts.filter(({ tone }) => tone === 'bad').slice(-1), { ...toast, id: ++lastToast }],
    })),
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
  resetForDocument: () => set({ room: 'design', designView: 'drawing', rehearseTab: 'time', selection: NOTHING, focus: null }),
}));

export const useView = <T>(selector: (state: ViewState) => T): T => useStore(viewStore, selector);
