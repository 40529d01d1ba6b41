import type { FindingFix } from '../model/index.ts';
import type { Command } from './command.ts';
import { disconnect } from './edges.ts';
import { removeNodes, setConfigAt } from './nodes.ts';
import { wrapNodes } from './wrap.ts';

/** The repair that a finding offers, as a command; `label` is the finding's own wording of it. */
export function applyFix(fix: FindingFix, label?: string): Command {
  const command = commandOf(fix);
  return label === undefined ? command : { label, apply: command.apply };
}

function commandOf(fix: FindingFix): Command {
  switch (fix.kind) {
    case 'set-field':
      return setConfigAt(fix.nodeId, fix.path, fix.value);
    case 'remove-edge':
      return disconnect([fix.edgeId]);
    case 'remove-node':
      return removeNodes([fix.nodeId]);
    case 'put-above':
      return wrapNodes({ ...fix.node, nodeIds: [fix.nodeId] });
  }
}
