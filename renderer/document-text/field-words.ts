import { type Control, durationText, type Field, kinds, numberText } from '../../shared/kinds/index.ts';
import type { Policy } from '../../shared/model/index.ts';
import { providerFields } from '../inspector/index.ts';
import { words } from '../words/index.ts';
import { scalarAt, type TextIndex, type TextPath } from './text-index.ts';

/** What a hover says of the key or value at a path, as Markdown; null where there is nothing to say beyond what stands there. */
export function wordsAt(index: TextIndex, path: TextPath, policy: Policy): string | null {
  const [root, list, position, key, ...rest] = path;
  if (root !== 'policy' || typeof position !== 'number') return null;
  const at = (...fields: string[]) => scalarAt(index, ['policy', list as string, position, ...fields]);
  if (list === 'nodes') {
    const kind = kinds.get(String(at('kind')));
    if (kind === undefined) return null;
    if (key === 'config' && rest.length > 0) {
      const field = fieldOf(kind.fields, rest);
      return field === undefined ? null : fieldText(field, defaultOf(kind.config.defaults, rest));
    }
    return key === 'kind' || key === 'config' ? `**${kind.face.title}**\n\n${opening(kind.guide)}` : null;
  }
  if (list === 'providers') {
    const field = key === undefined ? undefined : fieldOf(providerFields, [key, ...rest]);
    return field === undefined ? null : fieldText(field);
  }
  const value = scalarAt(index, path);
  if (typeof value !== 'string' || !NODE_KEYS.has(String(path.at(-1)))) return null;
  return nodeText(policy, value);
}

/** Keys that hold the id of a node. */
const NODE_KEYS: ReadonlySet<string> = new Set(['from', 'to', 'nodeId', 'entryId']);

export function nodeText(policy: Policy, nodeId: string): string | null {
  const node = policy.nodes.find(({ id }) => id === nodeId);
  const face = node === undefined ? undefined : kinds.get(node.kind)?.face;
  if (node === undefined || face === undefined) return null;
  return `**${escaped(node.name)}**, ${face.title.toLowerCase()}\n\n${escaped(face.summary(node.config, policy))}`;
}

/** The field of a config that a path leads to or into; `tiers.0.name` is the field `name` of the list `tiers`. */
export function fieldOf(fields: readonly Field[], path: TextPath): Field | undefined {
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join('.');
    const field = fields.find((candidate) => candidate.key === key);
    if (field === undefined) continue;
    const inner = path.slice(length + 1);
    return field.control.kind === 'list' && inner.length > 0 ? (fieldOf(field.control.fields, inner) ?? field) : field;
  }
  return undefined;
}

/** Label, help, unit and bounds, default: what the inspector shows of the field, as Markdown. */
export function fieldText(field: Field, fallback?: unknown): string {
  const lines = [`**${escaped(field.label)}**`, escaped(field.help)];
  const values = valuesText(field.control);
  if (values !== null) lines.push(values);
  if (fallback !== undefined) lines.push(words.text.default(JSON.stringify(fallback)));
  return lines.join('\n\n');
}

function valuesText(control: Control): string | null {
  const { between, milliseconds, oneOf, orNull, ratio } = words.text;
  switch (control.kind) {
    case 'duration':
      return milliseconds(durationText(control.minMs), durationText(control.maxMs));
    case 'ratio':
      return ratio;
    case 'number':
    case 'optional-number': {
      const bounds = between(numberText(control.min), numberText(control.max), control.unit);
      return control.kind === 'number' ? bounds : `${bounds} ${orNull(control.absent)}`;
    }
    case 'optional-text':
      return orNull(control.absent);
    case 'choice':
    case 'choices':
      return oneOf(control.options.map(({ value, label }) => `\`${JSON.stringify(value)}\` (${escaped(label)})`).join(', '));
    case 'failures':
      return oneOf(control.options.map((failure) => `\`"${failure}"\``).join(', '));
    default:
      return null;
  }
}

function defaultOf(defaults: unknown, path: TextPath): unknown {
  let value = defaults;
  for (const key of path) {
    // An item of a list has no default of its own.
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'object' && value !== null ? undefined : value;
}

/** A guide's paragraphs before its first section: what the kind is for and when not to use it. */
const opening = (guide: string): string =>
  guide
    .replace(/^#[^\n]*\n/, '')
    .split(/\n#{2,} /)[0]!
    .trim();

const escaped = (text: string): string => text.replace(/[\\`*_[\]<>]/g, '\\$&');
