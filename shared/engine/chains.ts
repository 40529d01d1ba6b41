import type { RunPlan } from './behavior.ts';
import { NONE } from './call-pool.ts';

/**
 * Nodes in a row that only pass calls down and answers up (an entry, a fallback, a retry). As long as nothing fails, a call through them is one
 * record, that of the call at the row's end, and one line of counts; only when something else happens are the calls in between written out
 * (`Kernel.unfuse`). There is a row from every such node on.
 */
export interface Chains {
  readonly count: number;
  /** Row that begins at a node, NONE where the node does more than pass. */
  readonly ofNode: Int32Array;
  /** Where a row's nodes begin in `nodes`, and of the end. */
  readonly offset: Int32Array;
  readonly nodes: Int32Array;
  /** Node that the row's last calls. */
  readonly target: Int32Array;
}

/** 1 for nodes of which the engine may do the call, or the reply of an answer, unasked. */
export interface Passing {
  readonly calls: Uint8Array;
  readonly answers: Uint8Array;
}

export function passingOf({ nodes }: RunPlan): Passing {
  return {
    calls: Uint8Array.from(nodes, ({ behavior, config, targets }) => (behavior.passesCalls?.(config) && targets[0]! >= 0 ? 1 : 0)),
    answers: Uint8Array.from(nodes, ({ behavior, config }) => (behavior.passesAnswers?.(config) ? 1 : 0)),
  };
}

export function chainsOf({ nodes }: RunPlan, passing: Passing): Chains {
  const passes = (node: number): boolean => passing.calls[node] === 1 && passing.answers[node] === 1;
  const ofNode = new Int32Array(nodes.length).fill(NONE);
  const offset = [0];
  const members: number[] = [];
  const target: number[] = [];
  nodes.forEach((_, first) => {
    if (!passes(first)) return;
    ofNode[first] = target.length;
    let node = first;
    for (; passes(node); node = nodes[node]!.targets[0]!) {
      // A graph with a cycle is nobody's plan; the bound keeps the engine's own tests of faults from running for ever.
      if (members.length - offset.at(-1)! > nodes.length) throw new Error(`the calls of node ${nodes[first]!.id} go round in a circle`);
      members.push(node);
    }
    offset.push(members.length);
    target.push(node);
  });
  return {
    count: target.length,
    ofNode,
    offset: Int32Array.from(offset),
    nodes: Int32Array.from(members),
    target: Int32Array.from(target),
  };
}
