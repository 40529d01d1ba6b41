import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { scenarioSchema, trafficStepSchema } from '../model/index.ts';
import { problem, sha256, text, trafficHandleSchema } from './shapes.ts';
import { calibrationSchema, storedTrafficSchema, trafficViewSchema } from './traffic-view.ts';

/** What long work on traffic says while it goes on; aborting the iterator stops it within 200 ms. */
const trafficMade = <const R extends readonly [string, ...string[]]>(reasons: R) =>
  eventIterator(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('progress'), share: z.number() }),
      z.object({ kind: z.literal('made'), traffic: trafficHandleSchema }),
      z.object({ kind: z.literal('refused'), reason: z.enum(reasons), message: z.string() }),
    ]),
  );

/** Of `traffic`: what is done with one that was read. */
export const trafficWork = {
  /** Is it still in memory? The host keeps the last few. */
  isHeld: oc.input(z.object({ trafficId: z.string() })).output(z.boolean()),
  /** Figures of the requests from `fromMs` on and before `toMs`, of all without a window. Null = no longer in memory. */
  view: oc
    .input(z.object({ trafficId: z.string(), window: z.object({ fromMs: z.number(), toMs: z.number() }).optional() }))
    .output(trafficViewSchema.nullable()),
  /** A new traffic of one in memory. */
  change: oc.input(z.object({ trafficId: z.string(), step: trafficStepSchema })).output(trafficMade(['gone', 'nothing-left', 'too-large'])),
  /** Traffics that were kept in the app's own store, the latest first. */
  stored: oc.output(z.array(storedTrafficSchema)),
  /** Keeps one that is in memory; its log is not needed any longer. The same columns are kept once. */
  store: oc
    .input(z.object({ trafficId: z.string() }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), share: z.number() }),
          z.object({ kind: z.literal('stored'), stored: storedTrafficSchema }),
          z.object({ kind: z.literal('refused'), reason: z.enum(['gone', 'disk-full', 'not-writable']), message: z.string() }),
        ]),
      ),
    ),
  /** Fits the models of a log and back-tests them, with the policy that was in force if it is given; runs tell of it from then on. */
  calibrate: oc
    .input(z.object({ trafficId: z.string(), policyText: text.nullable() }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), share: z.number() }),
          z.object({ kind: z.literal('calibrated'), calibration: calibrationSchema }),
          z.object({ kind: z.literal('refused'), message: z.string() }),
        ]),
      ),
    ),
  /** What went wrong in a window of a log with outcomes, as a scenario for the policy; null where nothing was worse than outside it. `notes`: what was not compared. */
  incident: oc
    .input(z.object({ trafficId: z.string(), policyText: text, window: z.object({ fromMs: z.number(), toMs: z.number() }) }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), share: z.number() }),
          z.object({ kind: z.literal('compared'), scenario: scenarioSchema.nullable(), notes: z.array(z.string()).readonly() }),
          z.object({ kind: z.literal('refused'), message: z.string() }),
        ]),
      ),
    ),
  openStored: oc.input(z.object({ id: sha256 })).output(trafficMade(['not-found', 'damaged', 'too-large'])),
  removeStored: oc
    .input(z.object({ id: sha256 }))
    .output(z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), problem(['not-writable'])])),
};
