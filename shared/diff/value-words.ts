import { type Control, durationText, type Field, failuresText, kinds, numberText, percentText, usdText } from '../kinds/index.ts';
import type { FailureClass, Policy, SignOff } from '../model/index.ts';
import { isItems } from './parts.ts';

/** A setting as its form shows it: "30 s", "no limit", "5 failures in a row". */
export function settingText(kindName: string, key: string, held: unknown, policy: Policy): string {
  const field = fieldOf(kindName, key);
  return field === undefined ? plainText(held) : controlText(field.control, held, policy);
}

/** What the form calls a setting; the key itself when the form does not show it. */
export const settingLabel = (kindName: string, key: string): string => fieldOf(kindName, key)?.label ?? key;

const fieldOf = (kindName: string, key: string): Field | undefined => kinds.get(kindName)?.fields.find((field) => field.key === key);

export function controlText(control: Control, held: unknown, policy: Policy): string {
  switch (control.kind) {
    case 'duration':
      return typeof held === 'number' ? durationText(held) : plainText(held);
    case 'ratio':
      return typeof held === 'number' ? percentText(held) : plainText(held);
    case 'number':
    case 'optional-number':
      return typeof held === 'number'
        ? withUnit(held, control.unit)
        : control.kind === 'optional-number' && held === null
          ? control.absent
          : plainText(held);
    case 'optional-text':
      return held === null ? control.absent : plainText(held);
    case 'toggle':
      return held === true ? 'on' : 'off';
    case 'choice':
      return control.options.find((option) => option.value === held)?.label ?? plainText(held);
    case 'failures':
      return Array.isArray(held) ? failuresText(held as FailureClass[]) : plainText(held);
    case 'choices':
      return Array.isArray(held)
        ? listText(held.map((one) => control.options.find(({ value }) => value === one)?.label ?? String(one)))
        : '';
    case 'names':
      return Array.isArray(held) && held.length === 0 ? control.absent : plainText(held);
    case 'provider':
      return policy.providers.find(({ id }) => id === held)?.name ?? plainText(held);
    default:
      return plainText(held);
  }
}

const withUnit = (held: number, unit: string): string =>
  unit === '$' ? usdText(held) : unit === '' ? numberText(held) : `${numberText(held)} ${unit}`;

export function plainText(held: unknown): string {
  if (held === null || held === undefined) return 'nothing';
  if (held === '') return 'no text';
  if (typeof held === 'string') return `“${held}”`;
  if (typeof held === 'number') return numberText(held);
  if (typeof held === 'boolean') return held ? 'on' : 'off';
  if (isItems(held))
    return listText(held.map((item) => (typeof item['name'] === 'string' && item['name'] !== '' ? item['name'] : item.id)));
  if (Array.isArray(held)) return held.every((one) => typeof one !== 'object') ? listText(held.map(String)) : JSON.stringify(held);
  return JSON.stringify(held);
}

const listText = (items: readonly string[]): string => (items.length === 0 ? 'none' : items.join(', '));

export const signOffText = (signOff: SignOff | null | undefined): string =>
  signOff === null || signOff === undefined ? 'not signed' : `signed by ${signOff.owner} on ${signOff.date}`;
