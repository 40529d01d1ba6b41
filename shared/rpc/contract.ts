import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { comparisonSchema, requestQuerySchema, requestTraceSchema, runResultSchema, scenarioSchema, seriesSchema } from '../model/index.ts';
import { savedRunSchema } from './saved-runs.ts';
import { problem, sha256, text, trafficHandleSchema } from './shapes.ts';
import { CANNOT_BE_READ, columnMappingSchema, presetSchema, trafficImportSchema, trafficPreviewSchema } from './traffic-import.ts';
import { trafficWork } from './traffic-work.ts';

/**
 * All that the untrusted renderer may ask of the host, in both shells. Inputs are validated on the host side by these
 * schemas. Expected failures come back as values with a sentence; a thrown error is a fault of ours.
 */

/** Of base64: about 24 MB of bytes, more than a drawing of 20 000 nodes needs. */
const MOST_PICTURE_CHARACTERS = 32 * 1024 * 1024;
const path = z.string().min(1).max(4096);
/** Name under which unsaved work is kept: chosen once per open document. */
const documentKey = z.string().regex(/^[A-Za-z0-9-]{1,80}$/);

const seed = z.number().int().min(0).max(0xffffffff);
const savedRunId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);
/** Replications at which a result is told, growing. */
const stages = z.array(z.number().int().min(2).max(1000)).max(10);

export const contract = {
  app: {
    info: oc.output(
      z.object({
        version: z.string(),
        engineVersion: z.string(),
        shell: z.enum(['desktop', 'browser']),
        platform: z.string(),
        /** Folder that the browser shell's own file dialog starts in. */
        workspace: z.string(),
      }),
    ),
    /** Another window, on a file or on the welcome screen. The browser shell answers `unsupported`: there the page itself opens a tab. */
    openWindow: oc
      .input(z.object({ path: path.nullable() }))
      .output(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('opened') }),
          z.object({ kind: z.literal('unsupported') }),
          z.object({ kind: z.literal('refused'), message: z.string() }),
        ]),
      ),
  },

  documents: {
    /**
     * Says that a document is open in this window for as long as the answer is listened to. Yields how many other windows of this host
     * have the same file open, now and whenever that changes.
     */
    hold: oc.input(z.object({ documentKey, path: path.nullable() })).output(eventIterator(z.object({ otherWindows: z.number() }))),
  },

  examples: {
    list: oc.output(
      z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          description: z.string(),
          policyText: text,
          readme: z.string(),
          scenarios: z.array(scenarioSchema),
          /** Absolute path of the example's own traffic. */
          trafficPath: z.string(),
          /** One measured sentence from its golden result, for the welcome card. */
          headline: z.string(),
        }),
      ),
    ),
  },

  files: {
    /** Folders and files of a folder the user is browsing; the browser shell's dialog is built on it. */
    list: oc.input(z.object({ folder: path, extensions: z.array(z.string()).max(20) })).output(
      z.discriminatedUnion('ok', [
        z.object({
          ok: z.literal(true),
          folder: z.string(),
          parent: z.string().nullable(),
          entries: z.array(
            z.object({ name: z.string(), path: z.string(), isFolder: z.boolean(), sizeBytes: z.number(), modifiedAt: z.string() }),
          ),
        }),
        problem(['outside-workspace', 'not-found', 'not-readable']),
      ]),
    ),
    /** Native dialogs; the browser shell answers `unsupported` and the renderer shows its own. */
    chooseOpen: oc
      .input(z.object({ title: z.string(), extensions: z.array(z.string()).max(20) }))
      .output(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('chosen'), path: z.string() }),
          z.object({ kind: z.literal('cancelled') }),
          z.object({ kind: z.literal('unsupported') }),
        ]),
      ),
    chooseSave: oc
      .input(z.object({ title: z.string(), suggestedName: z.string(), extensions: z.array(z.string()).max(20) }))
      .output(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('chosen'), path: z.string() }),
          z.object({ kind: z.literal('cancelled') }),
          z.object({ kind: z.literal('unsupported') }),
        ]),
      ),
    open: oc
      .input(z.object({ path }))
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), path: z.string(), text, sha256, isReadOnly: z.boolean() }),
          problem(['outside-workspace', 'not-found', 'not-readable', 'too-large', 'not-text']),
        ]),
      ),
    /** Atomic (temporary file, fsync, rename). `expectedSha256` is what the caller last read; null = the file must not exist yet, unless `mayReplace`. */
    save: oc
      .input(z.object({ path, text, expectedSha256: sha256.nullable(), mayReplace: z.boolean() }))
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), path: z.string(), sha256 }),
          problem(['outside-workspace', 'changed-outside', 'already-exists', 'read-only', 'disk-full', 'not-writable']),
        ]),
      ),
    /** For pictures, which are made anew each time: atomic too, and an existing file is replaced only with `mayReplace`. `base64`: the bytes. */
    saveBytes: oc
      .input(z.object({ path, base64: z.base64().max(MOST_PICTURE_CHARACTERS), mayReplace: z.boolean() }))
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), path: z.string(), sha256 }),
          problem(['outside-workspace', 'already-exists', 'read-only', 'disk-full', 'not-writable']),
        ]),
      ),
    /** Yields whenever the file's content changes outside; `sha256: null` = it was removed. */
    watch: oc.input(z.object({ path })).output(eventIterator(z.object({ sha256: sha256.nullable() }))),
  },

  journal: {
    /** Keeps unsaved work: beside the file once it has a path, in the app's own folder before. */
    keep: oc
      .input(
        z.object({
          documentKey,
          path: path.nullable(),
          name: z.string().max(200),
          text,
          baseSha256: sha256.nullable(),
          /** The file that the work began from, so that it can be merged if the file has changed by the time it is restored. */
          baseText: text.nullable(),
        }),
      )
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), keptAt: z.string() }),
          problem(['not-writable', 'disk-full', 'outside-workspace']),
        ]),
      ),
    /** Unsaved work that an earlier session left, newest first. That of windows which are open is not among it. */
    list: oc.output(
      z.array(
        z.object({
          documentKey,
          path: z.string().nullable(),
          name: z.string(),
          keptAt: z.string(),
          text,
          baseSha256: sha256.nullable(),
          baseText: text.nullable(),
        }),
      ),
    ),
    drop: oc.input(z.object({ documentKey, path: path.nullable() })).output(z.object({ ok: z.literal(true) })),
  },

  recent: {
    list: oc.output(
      z.array(
        z.object({ path: z.string(), name: z.string(), openedAt: z.string(), state: z.enum(['unchanged', 'changed-outside', 'missing']) }),
      ),
    ),
    add: oc.input(z.object({ path, name: z.string().max(200), sha256 })).output(z.object({ ok: z.literal(true) })),
    remove: oc.input(z.object({ path })).output(z.object({ ok: z.literal(true) })),
  },

  /** Runs that a person keeps: files of the app's own data, each with the policy and the scenario that it was made with. */
  runs: {
    /** The latest first. */
    list: oc.output(z.array(savedRunSchema)),
    save: oc
      .input(
        z.object({
          name: z.string().trim().min(1).max(200),
          runText: text,
          policyText: text,
          scenario: scenarioSchema,
          trafficPath: path.nullable(),
        }),
      )
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), saved: savedRunSchema }),
          problem(['unreadable', 'disk-full', 'not-writable']),
        ]),
      ),
    open: oc.input(z.object({ id: savedRunId })).output(
      z.discriminatedUnion('ok', [
        z.object({
          ok: z.literal(true),
          run: runResultSchema,
          policyText: text,
          scenario: scenarioSchema,
          trafficPath: z.string().nullable(),
        }),
        problem(['not-found', 'damaged']),
      ]),
    ),
    rename: oc
      .input(z.object({ id: savedRunId, name: z.string().trim().min(1).max(200) }))
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), saved: savedRunSchema }),
          problem(['not-found', 'disk-full', 'not-writable']),
        ]),
      ),
    remove: oc
      .input(z.object({ id: savedRunId }))
      .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), problem(['not-writable'])])),
  },

  traffic: {
    /** Columns and first rows of a log, and what it seems to be. */
    preview: oc
      .input(z.object({ path, preset: presetSchema.optional(), mapping: columnMappingSchema.optional() }))
      .output(
        z.discriminatedUnion('ok', [trafficPreviewSchema, problem(['outside-workspace', 'not-found', 'not-readable', 'unknown-format'])]),
      ),
    load: oc
      .input(z.object({ path, preset: presetSchema, mapping: columnMappingSchema }))
      .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), traffic: trafficHandleSchema }), problem(CANNOT_BE_READ)])),
    /** Reads a log as `load` does and says how far it is; aborting the iterator stops it. */
    import: oc.input(trafficImportSchema).output(
      eventIterator(
        z.discriminatedUnion('kind', [
          /** `rows` is 0 while they are being counted. */
          z.object({ kind: z.literal('progress'), rowsRead: z.number(), rows: z.number() }),
          z.object({ kind: z.literal('read'), traffic: trafficHandleSchema }),
          z.object({ kind: z.literal('refused'), reason: z.enum(CANNOT_BE_READ), message: z.string() }),
        ]),
      ),
    ),
    /** The copy of a log that was dropped on a page is no longer needed. Does nothing to other files. */
    removeDropped: oc.input(z.object({ path })).output(z.object({ ok: z.literal(true) })),
    /** Writes the rows that such an import leaves out as CSV, with their line and the reason. */
    saveRejects: oc
      .input(trafficImportSchema.extend({ target: path, mayReplace: z.boolean() }))
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), path: z.string(), rows: z.number() }),
          problem([...CANNOT_BE_READ, 'already-exists', 'read-only', 'disk-full', 'not-writable']),
        ]),
      ),
    /** What routers may read of a traffic in memory: its metadata columns with their commonest values, the commonest first. Null = no longer in memory. */
    columns: oc
      .input(z.object({ trafficId: z.string() }))
      .output(z.array(z.object({ key: z.string(), values: z.array(z.string()) })).nullable()),
    /** Requests by equal spans of its duration; the last span has the last request. Null = no longer in memory. */
    arrivals: oc
      .input(z.object({ trafficId: z.string(), spans: z.number().int().min(1).max(2000) }))
      .output(z.array(z.number()).nullable()),
    /** What each route of a router would take of it, and last what none takes; `requests` is what was looked at of `of`. */
    routes: oc
      .input(z.object({ trafficId: z.string(), config: z.record(z.string(), z.unknown()) }))
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), counts: z.array(z.number()), requests: z.number(), of: z.number() }),
          problem(['gone', 'no-complexity', 'bad-config']),
        ]),
      ),
    ...trafficWork,
  },

  /** Streams progress and ends with the result; aborting the iterator cancels the run. */
  simulate: oc
    .input(
      z.object({
        policyText: text,
        trafficId: z.string(),
        scenario: scenarioSchema,
        seed: z.number().int().min(0).max(0xffffffff),
        replications: z.number().int().min(1).max(1000),
      }),
    )
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), share: z.number(), requestsDone: z.number(), requests: z.number() }),
          z.object({ kind: z.literal('result'), result: runResultSchema, elapsedMs: z.number() }),
          z.object({ kind: z.literal('refused'), message: z.string() }),
        ]),
      ),
    ),

  /** What a change does on the same traffic, incidents and luck, as soon as it is known. Leaving the iterator cancels it. */
  whatIf: oc.input(z.object({ beforeText: text, afterText: text, trafficId: z.string(), scenario: scenarioSchema, seed, stages })).output(
    eventIterator(
      z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('progress'),
          share: z.number(),
          requestsDone: z.number(),
          requests: z.number(),
          soFar: z.object({ answeredByTier: z.array(z.number()).readonly(), blocked: z.number(), failed: z.number() }).optional(),
        }),
        z.object({ kind: z.literal('run'), run: runResultSchema, elapsedMs: z.number() }),
        z.object({ kind: z.literal('evidence'), comparison: comparisonSchema }),
        z.object({ kind: z.literal('refused'), message: z.string() }),
      ]),
    ),
  ),

  /** The policy with one field after the other changed, or over a grid of two. `vary` as on the command line. Leaving the iterator cancels it. */
  sweep: oc
    .input(
      z.object({
        policyText: text,
        design: z.enum(['grid', 'one-at-a-time']),
        vary: z.array(z.string().max(2000)).min(1).max(10_000),
        trafficId: z.string(),
        scenario: scenarioSchema,
        seed,
        stages: stages.min(1),
      }),
    )
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), share: z.number(), runsDone: z.number(), runs: z.number() }),
          z.object({ kind: z.literal('comparison'), comparison: comparisonSchema, still: z.array(z.string()).readonly() }),
          z.object({ kind: z.literal('refused'), message: z.string() }),
        ]),
      ),
    ),

  /** A run's time series in narrower buckets, for a stretch of it that is looked at: the run is made again, so the inputs must be its own. `edges` is empty. */
  finerSeries: oc
    .input(z.object({ policyText: text, trafficId: z.string(), scenario: scenarioSchema, seed, lengthMs: z.number().positive() }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), share: z.number(), requestsDone: z.number(), requests: z.number() }),
          z.object({ kind: z.literal('series'), series: seriesSchema }),
          z.object({ kind: z.literal('refused'), message: z.string() }),
        ]),
      ),
    ),

  /**
   * Looks for requests among all that a run had, not only among the sample in its result: the run is made again, so the inputs must be the run's
   * own. Streams progress; aborting the iterator ends the search.
   */
  findRequests: oc
    .input(
      z.object({
        policyText: text,
        trafficId: z.string(),
        scenario: scenarioSchema,
        seed,
        query: requestQuerySchema,
      }),
    )
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), share: z.number(), requestsDone: z.number(), requests: z.number() }),
          z.object({
            kind: z.literal('found'),
            /** In the order asked. */
            traces: z.array(requestTraceSchema),
            /** How many are as asked, those left off included, of how many. */
            matches: z.number(),
            requests: z.number(),
          }),
          z.object({ kind: z.literal('refused'), message: z.string() }),
        ]),
      ),
    ),

  /** Writes the file that was chosen, and beside it the other files of the same export. */
  exportPolicy: oc
    .input(
      z.object({
        policyText: text,
        gatewayId: z.string().max(64),
        protections: z.enum(['refuse', 'leave-out']),
        path,
        mayReplace: z.boolean(),
      }),
    )
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), path: z.string(), sha256, paths: z.array(z.string()) }),
        problem(['has-errors', 'unreadable', 'outside-workspace', 'already-exists', 'read-only', 'disk-full', 'not-writable']),
      ]),
    ),
};

export type GracefallContract = typeof contract;
