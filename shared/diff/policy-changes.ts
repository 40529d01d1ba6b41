import { isSameData, shortened } from '../kinds/index.ts';
import type { Policy, Silence } from '../model/index.ts';
import { type Change, CONSEQUENCE } from './change.ts';
import { nodeName } from './names.ts';

const LONGEST_DESCRIPTION = 80;

/** What the policy is called and what was silenced in it. */
export function policyChanges(before: Policy, after: Policy): Change[] {
  const changes: Change[] = [];
  const add = (key: string, action: Change['action'], sentence: string): void => {
    changes.push({ id: `policy ${key}`, action, about: { kind: 'policy', id: key }, consequence: CONSEQUENCE.words, sentence });
  };
  if (before.name !== after.name) add('name', 'renamed', `Renames the policy to “${after.name}” (was “${before.name}”)`);
  if (before.id !== after.id) add('id', 'changed', `The policy’s id is ${after.id} (was ${before.id})`);
  if (before.description !== after.description) {
    const text = after.description === '' ? 'nothing' : `“${shortened(after.description, LONGEST_DESCRIPTION)}”`;
    add('description', 'changed', `The description says ${text}`);
  }
  return [...changes, ...silenceChanges(before, after)];
}

function silenceChanges(before: Policy, after: Policy): Change[] {
  const key = ({ rule, nodeId, about }: Silence): string => JSON.stringify([rule, nodeId, about]);
  const reasons = (policy: Policy): Map<string, Silence[]> => {
    const lists = new Map<string, Silence[]>();
    for (const silence of policy.silenced) lists.set(key(silence), [...(lists.get(key(silence)) ?? []), silence]);
    return lists;
  };
  const [was, is] = [reasons(before), reasons(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((at): Change[] => {
    const [old, now] = [was.get(at), is.get(at)];
    if (isSameData(old, now)) return [];
    const [silence] = (now ?? old) as [Silence];
    const on = silence.nodeId === null ? 'the policy' : `“${nodeName(now === undefined ? before : after, silence.nodeId)}”`;
    const what = `${silence.rule} on ${on}`;
    const sentence =
      now === undefined
        ? `No longer silences ${what}`
        : `Silences ${what}: “${now.map(({ reason }) => reason).join('; ')}”${old === undefined ? '' : ` (was “${old.map(({ reason }) => reason).join('; ')}”)`}`;
    const action = now === undefined ? 'removed' : old === undefined ? 'added' : 'changed';
    return [{ id: `silence ${at}`, action, about: { kind: 'silence', id: at }, consequence: CONSEQUENCE.words, sentence }];
  });
}
