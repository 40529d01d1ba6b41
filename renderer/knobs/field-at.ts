import { fieldValue, numericFields, withField, withFields } from '../../shared/compare/index.ts';
import { type Command, replaceDocument } from '../../shared/edit/index.ts';
import { type Field, kinds } from '../../shared/kinds/index.ts';
import type { Change, Policy, PolicyDocument } from '../../shared/model/index.ts';
import { fieldOf } from '../document-text/field-words.ts';
import { providerFields } from '../inspector/index.ts';
import { boundsOf, type FigureControl, figureWithUnit, stepped } from '../inspector/number-text.ts';

const PROVIDER = 'provider:';

/** A number of the policy that can be turned, in the words of its form. */
export interface KnobField {
  /** As `shared/compare` writes it: `breaker.failureCount`, `provider:openai.requestsPerMin`. */
  readonly address: string;
  /** Name of the node or the provider. */
  readonly owner: string;
  readonly label: string;
  readonly help: string;
  readonly control: FigureControl;
  /** Null for a field of a provider. */
  readonly nodeId: string | null;
  /** Key of the field in its form. */
  readonly key: string;
  /** As drawn; null where it may be absent and is. */
  readonly value: number | null;
  readonly isRare: boolean;
}

const isFigure = (field: Field | undefined): field is Field & { control: FigureControl } =>
  field !== undefined && ['duration', 'ratio', 'number', 'optional-number'].includes(field.control.kind);

/** The field at an address; null where there is none, or where its form does not show it at present. */
export function fieldAt(policy: Policy, address: string): KnobField | null {
  const dot = address.indexOf('.');
  if (dot === -1) return null;
  const [holder, key] = [address.slice(0, dot), address.slice(dot + 1)];
  const value = fieldValue(policy, address);
  if (!value.ok) return null;
  const path = key.split('.');
  const isProvider = holder.startsWith(PROVIDER);
  const provider = policy.providers.find(({ id }) => isProvider && id === holder.slice(PROVIDER.length));
  const node = policy.nodes.find(({ id }) => !isProvider && id === holder);
  const fields = node === undefined ? providerFields : (kinds.get(node.kind)?.fields ?? []);
  const config = (node?.config ?? provider ?? {}) as Readonly<Record<string, unknown>>;
  const found = fieldOf(fields, path);
  // A name in the path may hold dots (`models.gpt-4.1.inputUsdPerMTok`), but never the key of an item's field.
  const field = found?.control.kind === 'list' ? found.control.fields.find((inner) => inner.key === path.at(-1)) : found;
  if (!isFigure(field)) return null;
  const { shownWhen } = field;
  if (shownWhen !== undefined && fields.includes(field) && !shownWhen.isOneOf.includes(valueAt(config, shownWhen.key))) return null;
  // An item of a list is told from the others by its name.
  const item = fields.includes(field) ? '' : `${path.slice(1, -1).join('.')}, `;
  return {
    address,
    owner: node?.name ?? provider?.name ?? holder,
    label: item === '' ? field.label : `${item}${field.label.toLowerCase()}`,
    help: field.help,
    control: field.control,
    nodeId: node?.id ?? null,
    key,
    value: value.value,
    isRare: field.isRare === true,
  };
}

const valueAt = (config: Readonly<Record<string, unknown>>, key: string): unknown =>
  key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], config);

/** All numbers that a person can turn, nodes first. */
export const knobFields = (policy: Policy): KnobField[] => numericFields(policy).flatMap((address) => fieldAt(policy, address) ?? []);

/** Kinds whose first numbers decide how a policy degrades, the most telling first. */
const TELLING = ['breaker', 'retry', 'timeout', 'deadline', 'hedge', 'concurrency-limit', 'rate-limit', 'retry-budget', 'budget'];
const MOST_AT_FIRST = 5;

/** Knobs to begin with, before a person has chosen any: the first number of each protecting node. */
export function firstKnobs(policy: Policy): string[] {
  const kindOf = new Map(policy.nodes.map((node) => [node.id, node.kind]));
  const rank = ({ nodeId }: KnobField): number => TELLING.indexOf(kindOf.get(nodeId ?? '') ?? '');
  const seen = new Set<string>();
  return knobFields(policy)
    .filter((field) => {
      if (field.nodeId === null || field.isRare || rank(field) === -1 || seen.has(field.nodeId)) return false;
      seen.add(field.nodeId);
      return true;
    })
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST_AT_FIRST)
    .map(({ address }) => address);
}

/** The document with numbers set, as one step of the history; null with the reason where they contradict each other. */
export function setNumbers(document: PolicyDocument, changes: readonly Change[], label?: string): Command | string {
  const changed = withFields(document.policy, changes);
  return changed.ok ? replaceDocument({ ...document, policy: changed.value }, label) : changed.error;
}

export const knobText = ({ control }: KnobField, value: number | null): string => figureWithUnit(control, value);

/** Range that a slider covers: four times less and more than `around`, within the field's bounds. */
export function sliderRange({ control }: KnobField, around: number | null): { readonly low: number; readonly high: number } {
  const { min, max } = boundsOf(control);
  if (control.kind === 'ratio') return { low: min, high: max };
  const middle = around === null || around === 0 ? Math.max(1, min) : around;
  return { low: Math.max(min, middle / 4), high: Math.min(max, middle * 4) };
}

/** A little less and a little more than drawn, at least one step of the field and within its schema; none where it cannot move. */
export function aroundValue(policy: Policy, field: KnobField, share: number): number[] {
  const { value, control, address } = field;
  if (!value) return [];
  const { min, max } = boundsOf(control);
  return ([-1, 1] as const).flatMap((direction) => {
    const wished = Number((value * (1 + direction * share)).toPrecision(12));
    for (const candidate of [wished, stepped(control, value, direction)]) {
      const set = withField(policy, address, Math.min(max, Math.max(min, candidate)));
      if (set.ok && set.value.value !== value) return [set.value.value];
    }
    return [];
  });
}
