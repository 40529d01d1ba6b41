/**
 * One text for one value, for hashing: keys sorted by code unit, no spaces, `undefined` left out as JSON.stringify does.
 * Numbers are written as ECMAScript writes them (shortest digits that read back to the same double), so the text is the
 * same on every machine. Throws on what JSON cannot hold: NaN, Infinity, functions, cycles (by stack overflow).
 */
export function canonicalJson(value: unknown): string {
  const text = write(value);
  if (text === undefined) throw new Error(`no canonical JSON for ${typeof value}`);
  return text;
}

function write(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`no canonical JSON for the number ${value}`);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? 'null').join(',')}]`;
  if (typeof value !== 'object') throw new Error(`no canonical JSON for ${typeof value}`);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const text = write((value as Record<string, unknown>)[key]);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(',')}}`;
}

/** Two spaces, final newline; what every JSON formatter makes of the same value, so a file touched by one stays canonical. */
export const indentedJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Like `indentedJson`, but a list of plain values stays on one line: a run has tens of thousands of figures. */
export function figuresJson(value: unknown): string {
  return `${writeFigures(value, '')}\n`;
}

function writeFigures(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    return `[\n${value.map((item) => inner + writeFigures(item, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return '{}';
  return `{\n${members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${writeFigures(member, inner)}`).join(',\n')}\n${indent}}`;
}
