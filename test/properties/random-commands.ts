import fc from 'fast-check';
import {
  addNode,
  addNote,
  addProvider,
  addTemplateAnswer,
  addToGroup,
  applyFix,
  type Command,
  canConnect,
  connect,
  copyNodes,
  disconnect,
  foldGroup,
  groupNodes,
  moveNodes,
  pasteNodes,
  portsOf,
  removeAndJoin,
  removeFromGroups,
  removeNodes,
  removeNote,
  removeProvider,
  renameGroup,
  renameNode,
  setConfig,
  setNote,
  setPolicy,
  setPromise,
  setProvider,
  signOff,
  silenceFinding,
  together,
  ungroup,
  unsilenceFinding,
  withdrawSignOff,
  wrapNodes,
} from '../../shared/edit/index.ts';
import { type Field, kinds } from '../../shared/kinds/index.ts';
import { lint } from '../../shared/lint/index.ts';
import { edgeId, POLICY_FORMAT, type PolicyDocument } from '../../shared/model/index.ts';

/** One step of a random person at the canvas; its numbers choose among what the document offers at that moment. */
export interface Step {
  readonly action: (typeof ACTIONS)[number];
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly text: string;
  readonly gesture: string | undefined;
}

const ACTIONS = [
  ...(['add', 'add', 'add', 'connect', 'connect', 'connect', 'set', 'set', 'set'] as const),
  ...(['disconnect', 'remove', 'rename', 'move', 'note', 'set-note', 'remove-note', 'paste', 'fix', 'policy'] as const),
  ...([
    'add-provider',
    'set-provider',
    'remove-provider',
    'silence',
    'unsilence',
    'promise',
    'sign',
    'withdraw',
    'template-answer',
  ] as const),
  ...(['wrap', 'remove-and-join', 'comment', 'group', 'group', 'ungroup', 'set-group', 'regroup'] as const),
];

const ratio = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    action: fc.constantFrom(...ACTIONS),
    a: ratio,
    b: ratio,
    c: ratio,
    text: fc.string({ unit: 'binary', maxLength: 20 }),
    gesture: fc.constantFrom(undefined, undefined, 'drag', 'type'),
  }),
  { minLength: 5, maxLength: 60, size: 'max' },
);

const pick = <T>(items: readonly T[], share: number): T | undefined => items[Math.floor(share * items.length)];

/** Undefined when the document offers nothing to do it with. */
export function commandOf({ policy, layout }: PolicyDocument, { action, a, b, c, text }: Step): Command | undefined {
  const node = pick(policy.nodes, a);
  const provider = pick(policy.providers, a);
  const note = pick(layout.notes, a);
  const group = pick(layout.groups, a);
  const some = policy.nodes.filter((_, position) => (position * 7 + Math.floor(b * 10)) % 3 === 0).map(({ id }) => id);
  const at = { x: b * 2000 - 1000, y: c * 2000 - 1000 };
  switch (action) {
    case 'add': {
      const kind = pick([...kinds.keys()], a);
      return kind === undefined ? undefined : addNode({ kind, at });
    }
    case 'connect': {
      const port = node && pick(portsOf(node), b);
      if (node === undefined || port === undefined) return undefined;
      const edges = policy.nodes.map((to) => ({ from: node.id, port: port.id, to: to.id }));
      // One in four is any connection, right or wrong: the command must refuse the wrong ones.
      const edge = pick(b % 0.1 < 0.025 ? edges : edges.filter((candidate) => canConnect(policy, candidate).ok), c);
      return edge && connect(edge);
    }
    case 'set': {
      const field = node && pick(kinds.get(node.kind)?.fields ?? [], b);
      return node && field && setConfig(node.id, field.key, valueFor(field, c, text));
    }
    case 'disconnect': {
      const edge = pick(policy.edges, a);
      return edge && disconnect([edgeId(edge)]);
    }
    case 'remove':
      // Rarely several at once, or nothing would ever grow.
      return node && removeNodes(b < 0.1 ? policy.nodes.slice(0, 3).map(({ id }) => id) : [node.id]);
    case 'rename':
      return node && renameNode(node.id, text);
    case 'move':
      return node && moveNodes({ [node.id]: at });
    case 'note':
      return addNote({ ...at, text });
    case 'set-note':
      return note && setNote(note.id, b < 0.5 ? { text } : at);
    case 'remove-note':
      return note && removeNote(note.id);
    case 'paste':
      return pasteNodes(
        copyNodes(
          { format: POLICY_FORMAT, policy, layout },
          policy.nodes.slice(0, Math.ceil(a * 4)).map(({ id }) => id),
          layout.notes.slice(0, Math.floor(b * 3)).map(({ id }) => id),
        ),
        at,
      );
    case 'wrap':
      return (
        node && wrapNodes({ nodeIds: b < 0.5 ? [node.id] : some, kind: pick(['retry', 'breaker', 'timeout', 'fallback'], c) as string })
      );
    case 'remove-and-join':
      return node && removeAndJoin(b < 0.2 ? some : [node.id]);
    case 'comment':
      return node && addNote({ x: b * 100, y: c * 100, text, nodeId: node.id });
    case 'group':
      return groupNodes(some, text === '' || b < 0.5 ? {} : { name: text });
    case 'ungroup':
      return group && ungroup(group.id);
    case 'set-group':
      return group && (b < 0.5 ? foldGroup(group.id, c < 0.6) : renameGroup(group.id, text));
    case 'regroup':
      return together([removeFromGroups(some), ...(group === undefined ? [] : [addToGroup(group.id, node ? [node.id] : [])])], 'Regroup');
    case 'fix': {
      const fix = pick(
        lint(policy).flatMap((finding) => finding.fix ?? []),
        a,
      );
      return fix && applyFix(fix.change, fix.label);
    }
    case 'policy':
      return setPolicy(b < 0.5 ? { name: text } : { description: text });
    case 'silence': {
      const finding = pick(lint(policy), a);
      return finding && silenceFinding({ rule: finding.rule, nodeId: finding.nodeId ?? null, about: finding.about ?? null, reason: text });
    }
    case 'unsilence': {
      const silence = pick(policy.silenced, a);
      return silence && unsilenceFinding(silence);
    }
    case 'promise': {
      // Any node, so that the command must refuse those that are no entries.
      const entry = pick(b < 0.2 ? policy.nodes : policy.nodes.filter(({ kind }) => kind === 'entry'), a);
      return entry && setPromise({ entryId: entry.id, tier: tierAt(c) }, b < 0.4 ? '' : text);
    }
    case 'sign': {
      const promise = pick(policy.promises, a);
      return promise && signOff(promise, { owner: b < 0.2 ? '' : 'Support lead', date: '2026-11-24', subject: text });
    }
    case 'withdraw': {
      const promise = pick(policy.promises, a);
      return promise && withdrawSignOff(promise);
    }
    case 'template-answer': {
      const entry = pick(
        policy.nodes.filter(({ kind }) => kind === 'entry'),
        a,
      );
      return entry && addTemplateAnswer(entry.id, tierAt(c));
    }
    case 'add-provider':
      return addProvider({ name: text === '' ? 'OpenAI' : text });
    case 'set-provider':
      return provider && setProvider(provider.id, b < 0.5 ? { name: text } : { requestsPerMin: c * 1000 });
    case 'remove-provider':
      return provider && removeProvider(provider.id);
  }
}

const tierAt = (share: number): 1 | 2 | 3 => pick([1, 2, 3] as const, share) ?? 3;

/** Mostly within the field's bounds, sometimes just outside: those a command must refuse. */
function valueFor({ control }: Field, share: number, text: string): unknown {
  const between = (min: number, max: number): number => min + (share * 1.2 - 0.1) * (max - min);
  switch (control.kind) {
    case 'duration':
      return between(control.minMs, control.maxMs);
    case 'ratio':
      return between(0, 1);
    case 'number':
      return Math.round(between(control.min, control.max));
    case 'optional-number':
      return share < 0.3 ? null : Math.round(between(control.min, control.max));
    case 'toggle':
      return share < 0.5;
    case 'choice':
      return pick(control.options, share)?.value;
    case 'optional-text':
      return share < 0.3 ? null : text;
    case 'choices':
      return control.options.slice(Math.floor(share * control.options.length)).map((option) => option.value);
    case 'names':
      return share < 0.5 ? [] : ['en', text];
    case 'failures':
      return control.options.slice(Math.floor(share * control.options.length));
    case 'list': {
      const length = Math.round(between(control.minItems, Math.min(control.maxItems, 5)));
      return Array.from({ length: Math.max(0, length) }, (_, index) => ({ ...control.newItem, id: `${control.idPrefix}${index + 1}` }));
    }
    case 'provider':
      return share < 0.5 ? 'openai' : '';
    case 'model':
    case 'text':
    case 'long-text':
      return text;
  }
}
