import { valuesOf } from '../../kinds/index.ts';
import type { Condition } from './contract.ts';
import { routeKey } from './rules.ts';

/** `plan` → `x-plan`: the header by which the application sends what a request is routed by. */
export const headerName = (key: string): string => `x-${key.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;

export interface HeaderCondition {
  readonly header: string;
  /** One of them; empty = no request meets the condition. */
  readonly values: readonly string[];
}

/** Of several conditions on one header the values that all of them allow; undefined when there is none, so that no request comes there. */
export function headersOf(when: readonly Condition[]): readonly HeaderCondition[] | undefined {
  const byHeader = new Map<string, readonly string[]>();
  for (const { routerId, route } of when) {
    const measured = route.condition !== 'metadata';
    const header = headerName(measured ? routeKey(routerId) : route.key);
    const values = measured ? [route.id] : [...new Set(valuesOf(route))];
    const there = byHeader.get(header);
    byHeader.set(header, there === undefined ? values : there.filter((value) => values.includes(value)));
  }
  const conditions = [...byHeader].map(([header, values]) => ({ header, values }));
  return conditions.some(({ values }) => values.length === 0) ? undefined : conditions;
}
