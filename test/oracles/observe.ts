import type { Behavior, RunPlan } from '../../shared/engine/index.ts';

type Handler = Behavior<any, any>['onCall'];

/** The same plan with somebody looking over one node's shoulder: each look comes before the behaviour's own handler, which is untouched. */
export function observed(plan: RunPlan, nodeId: string, looks: { onCall?: Handler; onReply?: Handler; onWake?: Handler }): RunPlan {
  const both = (look: Handler | undefined, own: Handler | undefined): Handler | undefined =>
    look === undefined || own === undefined
      ? own
      : (config, state, context) => {
          look(config, state, context);
          own(config, state, context);
        };
  return {
    ...plan,
    nodes: plan.nodes.map((node) => {
      if (node.id !== nodeId) return node;
      const { behavior } = node;
      const onReply = both(looks.onReply, behavior.onReply?.bind(behavior));
      const onWake = both(looks.onWake, behavior.onWake?.bind(behavior));
      return {
        ...node,
        behavior: {
          ...behavior,
          onCall: both(looks.onCall, behavior.onCall.bind(behavior))!,
          // A node that is looked at is asked, also where it only passes on.
          ...(looks.onCall === undefined ? {} : { passesCalls: () => false }),
          ...(looks.onReply === undefined ? {} : { passesAnswers: () => false }),
          ...(onReply === undefined ? {} : { onReply }),
          ...(onWake === undefined ? {} : { onWake }),
        },
      };
    }),
  };
}
