import { isSameData } from '../kinds/index.ts';
import { type Silence, silenceSchema } from '../model/index.ts';
import { type Command, nameOf, withPolicy } from './command.ts';

const isSame = (a: Pick<Silence, 'rule' | 'nodeId' | 'about'>, b: Pick<Silence, 'rule' | 'nodeId' | 'about'>): boolean =>
  a.rule === b.rule && a.nodeId === b.nodeId && a.about === b.about;

/**
 * Accepts one finding, or all that the rule has on the node, or changes the reason. Nothing happens without a reason. That errors cannot
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

export const unsilenceFinding = ({ rule, nodeId, about }: Pick<Silence, 'rule' | 'nodeId' | 'about'>): Command => ({
  label: `Show ${rule} again`,
  labelFor: ({ policy }) => `Show ${rule}${nodeId === null ? '' : ` of ${nameOf(policy, nodeId)}`} again`,
  apply(document) {
    const { policy } = document;
    const silenced = policy.silenced.filter((other) => !isSame(other, { rule, nodeId, about }));
    return silenced.length === policy.silenced.length ? document : withPolicy(document, { ...policy, silenced });
  },
});
