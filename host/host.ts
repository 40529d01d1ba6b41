import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { implement } from '@orpc/server';
import envPaths from 'env-paths';
import { ENGINE_VERSION } from '../shared/engine/index.ts';
import { contract } from '../shared/rpc/index.ts';
import { viewTraffic } from '../shared/traffic/index.ts';
import { createCalibrations } from './calibrations.ts';
import { changeTraffic, openStoredTraffic, storeTraffic } from './change-traffic.ts';
import { createDroppedFiles } from './dropped-files.ts';
import { told } from './events.ts';
import { readExamples } from './examples.ts';
import { exportPolicy } from './export-policy.ts';
import { createBoundary, listFolder, openText, problem, type Saved, saveBytes, saveText, watchFile } from './files/index.ts';
import { importTraffic, type ReadingOn, saveRejects } from './import-traffic.ts';
import { incidentOf } from './incident.ts';
import { packageVersion, policiesFolder } from './installation.ts';
import { createJournal } from './journal.ts';
import { createTrafficMemory } from './loaded-traffic.ts';
import { createOpenDocuments } from './open-documents.ts';
import { createRecentFiles } from './recent.ts';
import { createSavedRuns } from './saved-runs.ts';
import { noCapabilities, type ShellCapabilities } from './shell.ts';
import { createRunMemory } from './simulation/run-memory.ts';
import { streamFinding, streamFiner, streamRehearsal } from './simulation/stream.ts';
import { streamSweep } from './simulation/sweep.ts';
import { streamWhatIf } from './simulation/what-if.ts';
import { inSlices } from './slices.ts';
import { createTrafficStore } from './traffic/index.ts';

const TRAFFIC_IS_GONE = 'This traffic is no longer in memory. Choose it again, then simulate.';

export interface HostOptions {
  readonly shell: 'desktop' | 'browser';
  /** Base of relative paths and start of the browser shell's file dialog. */
  readonly workspace: string;
  /** Folders that may be read and written; the workspace unless given. The desktop shell gives none: there a person chooses each file. */
  readonly roots?: readonly string[];
  /** Home of the recovery journal and the recent files. */
  readonly dataFolder?: string;
  readonly policiesFolder?: string;
  readonly capabilities?: ShellCapabilities;
  /** Simulation threads; one processor is left to the window. */
  readonly workers?: number;
  /** Hears what nobody asked about: a damaged journal, an unreadable list. One sentence each. */
  readonly log?: (sentence: string) => void;
  readonly now?: () => Date;
}

export type Host = Awaited<ReturnType<typeof createHost>>;

/** The Node half of the app: implements the whole contract once, for both shells. `router` goes into the shell's RPC handler. */
export async function createHost(options: HostOptions) {
  const { shell, capabilities = noCapabilities, log = (sentence: string) => console.error(sentence), now = () => new Date() } = options;
  const workspace = resolve(options.workspace);
  const dataFolder = options.dataFolder ?? envPaths('gracefall', { suffix: '' }).data;
  const shippedPolicies = options.policiesFolder ?? policiesFolder;
  const workers = options.workers ?? Math.max(1, availableParallelism() - 1);
  const boundary = createBoundary({ base: workspace, roots: options.roots ?? [workspace], readOnlyRoots: [shippedPolicies] });
  const dropped = createDroppedFiles({ folder: join(dataFolder, 'dropped'), boundary });
  const journal = createJournal({ dataFolder, now, log });
  const recent = createRecentFiles({ dataFolder, now, log });
  const version = await packageVersion();
  const traffics = createTrafficMemory();
  const memory = createRunMemory();
  const savedRuns = createSavedRuns({ folder: join(dataFolder, 'runs'), now, log });
  const store = createTrafficStore({ folder: join(dataFolder, 'traffic'), now, log });
  const calibrations = createCalibrations(traffics, workers);
  const openDocuments = createOpenDocuments();

  // Whoever opened a file in an earlier session pointed at it then.
  if (shell === 'desktop') for (const { path } of await recent.list()) await boundary.allow(path);

  const chosen = async <T extends { kind: string; path?: string }>(choice: T): Promise<T> => {
    if (choice.kind === 'chosen' && choice.path !== undefined) await boundary.allow(choice.path);
    return choice;
  };

  const rpc = implement(contract);
  const router = rpc.router({
    app: {
      info: rpc.app.info.handler(() => ({ version, engineVersion: ENGINE_VERSION, shell, platform: process.platform, workspace })),
      openWindow: rpc.app.openWindow.handler(async ({ input: { path } }) => {
        if (path === null) return { kind: (await capabilities.openWindow(null)) ? 'opened' : 'unsupported' };
        const inside = await boundary.resolve(path, 'read');
        if (!inside.ok) return { kind: 'refused', message: inside.message };
        return { kind: (await capabilities.openWindow(inside.path)) ? 'opened' : 'unsupported' };
      }),
    },

    examples: { list: rpc.examples.list.handler(() => readExamples(shippedPolicies, log)) },

    files: {
      list: rpc.files.list.handler(({ input }) => listFolder(boundary, input.folder, input.extensions)),
      chooseOpen: rpc.files.chooseOpen.handler(async ({ input }) => chosen(await capabilities.chooseOpen(input))),
      chooseSave: rpc.files.chooseSave.handler(async ({ input }) => chosen(await capabilities.chooseSave(input))),
      open: rpc.files.open.handler(async ({ input }) => {
        const inside = await boundary.resolve(input.path, 'read');
        if (!inside.ok) return inside;
        const opened = await openText(inside.path);
        if (!opened.ok || opened.isReadOnly) return opened;
        // A shipped example may be read but never written, whatever its permissions say.
        return { ...opened, isReadOnly: !(await boundary.resolve(input.path, 'write')).ok };
      }),
      save: rpc.files.save.handler(async ({ input }) => {
        const inside = await boundary.resolve(input.path, 'write');
        if (!inside.ok) return inside;
        return saveText({ ...input, path: inside.path });
      }),
      saveBytes: rpc.files.saveBytes.handler(async ({ input: { path, base64, mayReplace } }) => {
        const inside = await boundary.resolve(path, 'write');
        if (!inside.ok) return inside;
        return withoutChange(await saveBytes({ path: inside.path, mayReplace }, Buffer.from(base64, 'base64')));
      }),
      watch: rpc.files.watch.handler(async function* ({ input, signal }) {
        const inside = await boundary.resolve(input.path, 'read');
        if (!inside.ok) return;
        // What one window saved is news to another that has the same file open; each knows its own saves by their hash.
        yield* watchFile(inside.path, signal && { signal });
      }),
    },

    documents: {
      hold: rpc.documents.hold.handler(async function* ({ input: { documentKey, path }, signal }) {
        const inside = path === null ? undefined : await boundary.resolve(path, 'read');
        yield* openDocuments.hold({ documentKey, path: inside?.ok ? inside.path : null }, signal);
      }),
    },

    journal: {
      keep: rpc.journal.keep.handler(async ({ input }) => {
        if (input.path === null) return journal.keep(input);
        const inside = await boundary.resolve(input.path, 'write');
        return inside.ok ? journal.keep({ ...input, path: inside.path }) : inside;
      }),
      list: rpc.journal.list.handler(async () => (await journal.list()).filter(({ documentKey }) => !openDocuments.isOpen(documentKey))),
      drop: rpc.journal.drop.handler(async ({ input }) => {
        const inside = input.path === null ? undefined : await boundary.resolve(input.path, 'write');
        await journal.drop(input.documentKey, inside?.ok ? inside.path : null);
        return { ok: true };
      }),
    },

    recent: {
      list: rpc.recent.list.handler(() => recent.list()),
      add: rpc.recent.add.handler(async ({ input }) => {
        // Kept only when it may be touched: the list itself must not become a way to reach other files.
        const inside = await boundary.resolve(input.path, 'read');
        if (inside.ok) await recent.add({ ...input, path: inside.path });
        return { ok: true };
      }),
      remove: rpc.recent.remove.handler(async ({ input }) => {
        await recent.remove(input.path);
        return { ok: true };
      }),
    },

    runs: {
      list: rpc.runs.list.handler(() => savedRuns.list()),
      save: rpc.runs.save.handler(({ input }) => savedRuns.save(input)),
      open: rpc.runs.open.handler(({ input }) => savedRuns.open(input.id)),
      rename: rpc.runs.rename.handler(({ input }) => savedRuns.rename(input.id, input.name)),
      remove: rpc.runs.remove.handler(({ input }) => savedRuns.remove(input.id)),
    },

    traffic: {
      preview: rpc.traffic.preview.handler(async ({ input }) => {
        const inside = await boundary.resolve(input.path, 'read');
        return inside.ok ? traffics.preview(inside.path, input.preset ?? 'auto', input.mapping ?? {}) : inside;
      }),
      load: rpc.traffic.load.handler(async ({ input, signal }) => {
        const inside = await boundary.resolve(input.path, 'read');
        if (!inside.ok) return inside;
        return traffics.load(inside.path, { preset: input.preset, mapping: input.mapping, ...(signal && { signal }) });
      }),
      import: rpc.traffic.import.handler(({ input, signal }) =>
        told<ReadingOn, Awaited<ReturnType<typeof importTraffic>>>(signal, (say, stop) =>
          importTraffic(boundary, traffics, input, say, stop),
        ),
      ),
      removeDropped: rpc.traffic.removeDropped.handler(async ({ input }) => {
        await dropped.remove(input.path);
        return { ok: true };
      }),
      saveRejects: rpc.traffic.saveRejects.handler(({ input, signal }) => saveRejects(boundary, input, signal)),
      columns: rpc.traffic.columns.handler(({ input }) => traffics.columns(input.trafficId)),
      arrivals: rpc.traffic.arrivals.handler(({ input }) => traffics.arrivals(input.trafficId, input.spans)),
      routes: rpc.traffic.routes.handler(({ input }) => traffics.routes(input.trafficId, input.config)),
      isHeld: rpc.traffic.isHeld.handler(({ input }) => traffics.get(input.trafficId) !== undefined),
      view: rpc.traffic.view.handler(async ({ input, signal }) => {
        const found = traffics.get(input.trafficId);
        return found === undefined ? null : inSlices(viewTraffic(found.traffic, input.window), { signal });
      }),
      change: rpc.traffic.change.handler(({ input, signal }) =>
        told<Working, Awaited<ReturnType<typeof changeTraffic>>>(signal, (say, stop) =>
          changeTraffic(traffics, input.trafficId, input.step, { signal: stop, onProgress: (share) => say({ kind: 'progress', share }) }),
        ),
      ),
      calibrate: rpc.traffic.calibrate.handler(({ input, signal }) =>
        told<Working, Awaited<ReturnType<typeof calibrations.fit>>>(signal, (say, stop) =>
          calibrations.fit(input.trafficId, input.policyText, { signal: stop, onProgress: (share) => say({ kind: 'progress', share }) }),
        ),
      ),
      incident: rpc.traffic.incident.handler(({ input, signal }) =>
        told<Working, Awaited<ReturnType<typeof incidentOf>>>(signal, (say, stop) =>
          incidentOf(traffics, input, { signal: stop, onProgress: (share) => say({ kind: 'progress', share }) }),
        ),
      ),
      stored: rpc.traffic.stored.handler(() => store.list()),
      store: rpc.traffic.store.handler(({ input, signal }) =>
        told<Working, Awaited<ReturnType<typeof storeTraffic>>>(signal, (say, stop) =>
          storeTraffic(traffics, store, input.trafficId, { signal: stop, onProgress: (share) => say({ kind: 'progress', share }) }),
        ),
      ),
      openStored: rpc.traffic.openStored.handler(({ input, signal }) =>
        told<Working, Awaited<ReturnType<typeof openStoredTraffic>>>(signal, (say, stop) =>
          openStoredTraffic(traffics, store, input.id, { signal: stop, onProgress: (share) => say({ kind: 'progress', share }) }),
        ),
      ),
      removeStored: rpc.traffic.removeStored.handler(({ input }) => store.remove(input.id)),
    },

    simulate: rpc.simulate.handler(async function* ({ input, signal }) {
      const { trafficId, ...rest } = input;
      const loaded = traffics.get(trafficId);
      if (loaded === undefined) {
        yield { kind: 'refused', message: TRAFFIC_IS_GONE };
        return;
      }
      const calibrated = calibrations.known();
      yield* streamRehearsal({ ...rest, traffic: loaded.traffic, trafficSha256: loaded.sha256, calibrated, workers }, signal);
    }),

    whatIf: rpc.whatIf.handler(async function* ({ input: { trafficId, ...rest }, signal }) {
      const loaded = traffics.get(trafficId);
      if (loaded === undefined) yield { kind: 'refused', message: TRAFFIC_IS_GONE };
      else
        yield* streamWhatIf(
          { ...rest, traffic: loaded.traffic, trafficSha256: loaded.sha256, calibrated: calibrations.known(), workers, memory },
          signal,
        );
    }),

    sweep: rpc.sweep.handler(async function* ({ input: { trafficId, ...rest }, signal }) {
      const loaded = traffics.get(trafficId);
      if (loaded === undefined) yield { kind: 'refused', message: TRAFFIC_IS_GONE };
      else yield* streamSweep({ ...rest, traffic: loaded.traffic, trafficSha256: loaded.sha256, workers, memory }, signal);
    }),

    finerSeries: rpc.finerSeries.handler(async function* ({ input: { trafficId, ...rest }, signal }) {
      const loaded = traffics.get(trafficId);
      if (loaded === undefined) yield { kind: 'refused', message: TRAFFIC_IS_GONE };
      else yield* streamFiner({ ...rest, traffic: loaded.traffic }, signal);
    }),

    findRequests: rpc.findRequests.handler(async function* ({ input, signal }) {
      const { trafficId, ...rest } = input;
      const loaded = traffics.get(trafficId);
      if (loaded === undefined) {
        yield { kind: 'refused', message: TRAFFIC_IS_GONE };
        return;
      }
      for await (const event of streamFinding({ ...rest, traffic: loaded.traffic }, signal)) {
        if (event.kind === 'found') yield { kind: 'found', ...event.found, traces: [...event.found.traces] };
        else yield event;
      }
    }),

    exportPolicy: rpc.exportPolicy.handler(({ input }) => exportPolicy(boundary, input)),
  });

  return {
    router,
    workspace,
    /** A person pointed at this file outside the app: command line, double click, drop. */
    allowPath: (path: string): Promise<void> => boundary.allow(path),
    /** Bytes of a file that was dropped on a page that cannot say where it lies. */
    receiveDropped: dropped.receive,
    /** Removes what lives no longer than this host. */
    close: (): Promise<void> => dropped.close(),
  };
}

interface Working {
  readonly kind: 'progress';
  readonly share: number;
}

/** Of a save that expects no content, and so cannot have found a changed one. */
function withoutChange(saved: Saved) {
  if (saved.ok) return saved;
  if (saved.reason === 'changed-outside') throw new Error('a save that expects no content cannot have found a changed one');
  return problem(saved.reason, saved.message);
}
