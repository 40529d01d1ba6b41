import { type RunPlan, SLOT_GRANTED } from '../../shared/engine/index.ts';

/** What calls of one node waited for a slot, in seconds; the behaviour itself is untouched. Each request must call the node once, at its arrival. */
export interface WaitObserver {
  readonly plan: RunPlan;
  sumS: number;
  /** Calls that waited longer than the limit. */
  longer: number;
}

export function observeWaits(plan: RunPlan, nodeId: string, limitS: number): WaitObserver {
  const { arrivalMs } = plan.traffic;
  const observer: WaitObserver = {
    sumS: 0,
    longer: 0,
    plan: {
      ...plan,
      nodes: plan.nodes.map((node) => {
        if (node.id !== nodeId) return node;
        const onWake = node.behavior.onWake!.bind(node.behavior);
        return {
          ...node,
          behavior: {
            ...node.behavior,
            onWake(config, state, context) {
              if (context.tag === SLOT_GRANTED) {
                const waitS = (context.nowMs - arrivalMs[context.request]!) / 1000;
                observer.sumS += waitS;
                if (waitS > limitS) observer.longer++;
              }
              onWake(config, state, context);
            },
          },
        };
      }),
    },
  };
  return observer;
}
