import { isRecord, type Place } from '../../read/place.ts';

/** Elements by their id, in the form of the API and in those of the documentation and of Terraform. */
export interface Element {
  readonly place: Place;
  readonly id: string;
  readonly type: string;
}

/** A route is an object with elements, an answer of the API around one, or a version of one whose data is a text. */
export function elementsPath(value: unknown): readonly string[] | undefined {
  for (const path of [['elements'], ['result', 'elements'], ['route', 'elements'], ['result', 'route', 'elements']]) {
    let at: unknown = value;
    for (const key of path) at = isRecord(at) ? at[key] : undefined;
    if (Array.isArray(at)) return path;
  }
  return undefined;
}

export function elementsOf(list: Place): ReadonlyMap<string, Element> {
  const elements = new Map<string, Element>();
  for (const place of list.items()) {
    const [id, type] = [place.at('id').text(), place.at('type').text()];
    if (id === undefined || type === undefined) place.leave('This element has no id or no type, so nothing can lead to it.');
    else if (elements.has(id)) place.leave(`${id} is the id of an earlier element too; this one is not reached.`);
    else elements.set(id, { place, id, type });
  }
  return elements;
}

/** Id of the element that an output leads to; undefined where it leads nowhere. */
export function outputOf(element: Element, name: string): string | undefined {
  const output = element.place.at('outputs', name);
  return output.at('elementId').text() ?? output.at('element_id').text() ?? (typeof output.value === 'string' ? output.text() : undefined);
}

export const outputNames = ({ place }: Element): string[] =>
  place
    .at('outputs')
    .fields()
    .map(([name]) => name);

/** All that an element may lead to, by the raw data. */
export function leadsTo(raw: unknown): string[] {
  const outputs = isRecord(raw) && isRecord(raw['outputs']) ? Object.values(raw['outputs']) : [];
  return outputs.flatMap((one) => {
    const id = isRecord(one) ? (one['elementId'] ?? one['element_id']) : one;
    return typeof id === 'string' ? [id] : [];
  });
}
