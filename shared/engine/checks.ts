import type { RunResult } from '../model/index.ts';
import { EngineFault } from './fault.ts';
import type { Kernel } from './kernel.ts';

/** Sums of the same doubles in another order differ by rounding only; a lost or doubled item is far above this. */
const LARGEST_RELATIVE_ERROR = 1e-9;

const relativeError = (a: number, b: number): number => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));

/**
 * A duration is the difference of two times of day, each of which a double keeps to half of its last bit: a call of a
 * nanosecond late in a long run is hardly known at all, and saying so is not losing it.
 */
const clockErrorMs = (calls: number, endMs: number): number => 2 * calls * Number.EPSILON * endMs;

/** Identities that hold in any correct run, whatever was drawn. Throws with both figures when one does not. */
export function assertIdentities(kernel: Kernel): RunResult['checks'] {
  const { statistics, stations, plan, calls, requestsStarted, requestsDone } = kernel;

  const holds = (
    subject: string,
    nameA: string,
    a: number,
    nameB: string,
    b: number,
    bound = LARGEST_RELATIVE_ERROR,
    unknowableMs = 0,
  ): number => {
    const error = Math.abs(a - b) <= unknowableMs ? 0 : relativeError(a, b);
    if (!(error <= bound)) throw new EngineFault(`${subject}: ${nameA} is ${a} but ${nameB} is ${b}`);
    return error;
  };

  holds('requests', 'arrived', plan.traffic.requestCount, 'started', requestsStarted, 0);
  holds('requests', 'started', requestsStarted, 'ended', requestsDone, 0);
  holds('calls', 'in flight after the end', calls.inFlight, 'none', 0, 0);
  const outcomes = kernel.byOutcome.reduce((sum, count) => sum + count, 0);
  holds('requests', 'ended', requestsDone, 'sum of all outcomes', outcomes, 0);

  let littleInNodes = 0;
  let nodeUsd = 0;
  plan.nodes.forEach((node, at) => {
    const ended = statistics.replies(at) + statistics.abandoned(at);
    holds(`node ${node.id}`, 'calls', statistics.calls(at), 'replies and abandoned calls', ended, 0);
    littleInNodes = Math.max(
      littleInNodes,
      holds(
        `node ${node.id}`,
        '∫N dt',
        statistics.area(at),
        'the sum of times in the node',
        statistics.timeInNodeMs(at),
        LARGEST_RELATIVE_ERROR,
        clockErrorMs(statistics.calls(at), kernel.nowMs),
      ),
    );
    nodeUsd += statistics.usd(at);
  });
  const usdError = holds('money', 'spent in all', kernel.usd, 'the sum over nodes', nodeUsd);

  let littleAtProviders = 0;
  for (const station of stations) {
    holds(`provider ${station.id}`, 'slots taken after the end', station.busy, 'none', 0, 0);
    littleAtProviders = Math.max(
      littleAtProviders,
      holds(
        `provider ${station.id}`,
        '∫N dt',
        station.busyArea,
        'the sum of times a slot was held',
        station.heldMs,
        LARGEST_RELATIVE_ERROR,
        clockErrorMs(kernel.attempts, kernel.nowMs),
      ),
    );
  }

  return [
    { name: 'requests-conserved', statement: 'Every request that arrived ended exactly once.', relativeError: 0 },
    { name: 'calls-conserved', statement: 'Every call had exactly one reply, or its caller no longer waited.', relativeError: 0 },
    {
      name: 'money-conserved',
      statement:
        plan.provisionedUsdPerHour === undefined
          ? 'Money spent is the sum of what the nodes billed, abandoned work included.'
          : 'Money spent is the sum of what the nodes billed, abandoned work included, and of what is owed for provisioned throughput.',
      relativeError: usdError,
    },
    {
      name: 'littles-law-nodes',
      statement: "Little's law: calls in progress, integrated over time, are the sum of their durations.",
      relativeError: littleInNodes,
    },
    {
      name: 'littles-law-providers',
      statement: "Little's law: slots in use, integrated over time, are the sum of the times they were held.",
      relativeError: littleAtProviders,
    },
  ];
}
