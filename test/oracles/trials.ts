import type { Behavior, RunPlan } from '../../shared/engine/index.ts';
import type { Traffic } from '../../shared/model/index.ts';
import { passAllOfTasks } from '../../shared/reliability/index.ts';
import { model, planOf, policyOf, rehearse } from './protocol.ts';

/** Each request is one task that a model tries eight times, as benchmarks of agents do it. */
export const TRIALS = 8;

/** Registers. */
const DONE = 0;
const SOLVED = 1;

/** Counts the tasks by the number of their trials that came back without a flaw. */
const trialBehavior: Behavior<null, null> = {
  facts: Array.from({ length: TRIALS + 1 }, (_, successes) => `${successes}`),
  createState: () => null,
  onCall: (_config, _state, context) => {
    context.call(0);
  },
  onReply(_config, _state, context) {
    const done = context.getNumber(DONE) + 1;
    const solved = context.getNumber(SOLVED) + (context.replyFlaws === 0 ? 1 : 0);
    context.setNumber(DONE, done);
    context.setNumber(SOLVED, solved);
    if (done < TRIALS) {
      context.call(0);
    } else {
      context.note(solved);
      context.forward();
    }
  },
};

/** pass^1 … pass^8 of a run, by the unbiased estimator over the trials of each task. */
export function passAllOfRun(config: Record<string, unknown>, traffic: Traffic, seed: number): number[] {
  const plan = planOf(
    policyOf([
      ['trials', 'entry', {}, { next: 'model' }],
      ['model', 'model', model(config)],
    ]),
    traffic,
    seed,
  );
  const trying: RunPlan = {
    ...plan,
    nodes: plan.nodes.map((node) => (node.id === 'trials' ? { ...node, behavior: trialBehavior, config: null } : node)),
  };
  const facts = rehearse(trying).nodes.find((node) => node.id === 'trials')!.facts;
  const successes = Array.from({ length: TRIALS + 1 }, (_, count) => new Array<number>(facts[`${count}`] ?? 0).fill(count)).flat();
  return Array.from({ length: TRIALS }, (_, index) => passAllOfTasks(successes, TRIALS, index + 1));
}
