import type { PolicyNode } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';

/** The item of a list in this config whose id names the port: what a tier is called and which failures lead on from it. */
export function portItem(node: PolicyNode, portId: string): Readonly<Record<string, unknown>> | undefined {
  for (const value of Object.values(node.config)) {
    if (!Array.isArray(value)) continue;
    const item = value.find((candidate) => typeof candidate === 'object' && candidate !== null && candidate.id === portId);
    if (item !== undefined) return item;
  }
  return undefined;
}

export interface RowText {
  readonly text: string;
  /** In full, for a hover. */
  readonly title: string;
}

/** What a port's row says: which failures lead on from a tier, or which requests take a route. */
export function rowText(node: PolicyNode, portId: string, label: string, position: number, count: number, isCompact: boolean): RowText {
  const item = portItem(node, portId);
  // A chip has room for a name and not for conditions.
  if (isCompact) return plainRow(typeof item?.['name'] === 'string' && item['name'] !== '' ? item['name'] : label);
  const continueOn = item?.['continueOn'];
  if (!Array.isArray(continueOn)) return plainRow(label);
  if (position === count - 1) return plainRow(words.canvas.lastTier);
  if (continueOn.length === 0) return plainRow(words.canvas.neverOn);
  const names = continueOn.map((name) => String(name).replaceAll('-', ' '));
  const title = words.canvas.nextOn(names);
  if (names.length > 8) return { text: words.canvas.nextOnMost, title };
  return { text: names.length > 2 ? words.canvas.nextOnSome(names.slice(0, 2), names.length - 2) : title, title };
}

const plainRow = (text: string): RowText => ({ text, title: text });
