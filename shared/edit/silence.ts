import { isSameData } from '../kinds/index.ts';
import { type Silence, silenceSchema } from '../model/index.ts';
import { type Command, nameOf, withPolicy } from './command.ts';

const isSame = (a: Pick<Silence, 'rule' | 'nodeId'>, b: Pick<Silence, 'rule' | 'nodeId'>): boolean =>
  a.rule === b.rule && a.nodeId === b.nodeId;

/**
 * Accepts the findings of one rule on one node, or changes the reason. Nothing happens without a reason. That errors cannot
 * be silenced is lint's affair: it goes on reporting them.
 */
export const silenceFinding = (silence: Silence): Command => ({
  label: `Silence ${silence.rule}`,
  labelFor: ({ policy }) => `Silence ${silence.rule}${silence.nodeId === null ? '' : ` of ${nameOf(policy, silence.nodeId)}`}`,
  apply(document) {
    const { policy } = document;
    const parsed = silenceSchema.safeParse(silence);
    if (!parsed.success || policy.silenced.some((other) => isSameData(other, parsed.data))) return document;
    return withPolicy(document, { ...policy, silenced: [...policy.silenced.filter((other) => !isSame(other, parsed.data)), parsed.data] });
  },
});

export const unsilenceFinding = ({ rule, nodeId }: Pick<Silence, 'rule' | 'nodeId'>): Command => ({
  label: `Show ${rule} again`,
  labelFor: ({ policy }) => `Show ${rule}${nodeId === null ? '' : ` of ${nameOf(policy, nodeId)}`} again`,
  apply(document) {
    const { policy } = document;
    const silenced = policy.silenced.filter((other) => !isSame(other, { rule, nodeId }));
    return silenced.length === policy.silenced.length ? document : withPolicy(document, { ...policy, silenced });
  },
});
