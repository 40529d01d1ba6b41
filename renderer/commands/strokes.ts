import { words } from '../words/index.ts';

/** Key strokes in text: what was pressed, what a command asks for, and how this machine writes it. */

export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

export interface Stroke {
  readonly key: string;
  /** The place of the key, which layouts and Alt do not change: `Digit1`, `KeyN`. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'NumLock', 'Dead', 'Process', 'Unidentified']);

const isSign = (key: string): boolean => key.length === 1 && !/[\p{L}\p{N}]/u.test(key);

const namedKey = (key: string): string => (key === ' ' ? 'Space' : key === '+' ? 'Plus' : key.length === 1 ? key.toUpperCase() : key);

/** Letter or digit on the key's cap, whatever Alt and Shift make of it. */
const capOf = (code: string | undefined): string | null =>
  /^(?:Key([A-Z])|Digit(\d))$/
    .exec(code ?? '')
    ?.slice(1)
    .find(Boolean) ?? null;

/** As commands write it, or null for a modifier alone. A sign such as ? already says whether Shift was held. */
export function strokeOf(stroke: Stroke, mac = isMac, code = stroke.code): string | null {
  if (MODIFIERS.has(stroke.key)) return null;
  const cap = capOf(code);
  // With Alt a Mac types ¡ for 1; with Shift a digit types a sign that differs between layouts.
  const key = cap !== null && (stroke.altKey || (stroke.shiftKey && /\d/.test(cap) && isSign(stroke.key))) ? cap : namedKey(stroke.key);
  const isMod = mac ? stroke.metaKey : stroke.ctrlKey;
  const isOther = mac ? stroke.ctrlKey : stroke.metaKey;
  return [
    isOther ? 'Ctrl' : '',
    isMod ? 'Mod' : '',
    stroke.altKey ? 'Alt' : '',
    stroke.shiftKey && !(isSign(key) || key === 'Plus') ? 'Shift' : '',
    key,
  ]
    .filter((part) => part !== '')
    .join('+');
}

const ORDER = ['Ctrl', 'Mod', 'Alt', 'Shift'];

/** The same stroke, whatever order its modifiers were written in. */
export function canonicalStroke(keys: string): string {
  const parts = keys.split('+');
  const key = parts.pop()!;
  return [...ORDER.filter((modifier) => parts.includes(modifier) && !(modifier === 'Shift' && isSign(key))), namedKey(key)].join('+');
}

export function matches(keys: string, stroke: Stroke, mac = isMac): boolean {
  const wanted = canonicalStroke(keys);
  // A digit with Shift may be meant by its cap or by the sign that it types.
  return wanted === strokeOf(stroke, mac) || (isSign(stroke.key) && wanted === strokeOf(stroke, mac, ''));
}

const SIGNS: Readonly<Record<string, string>> = {
  Plus: '+',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};
const MAC_SIGNS: Readonly<Record<string, string>> = { Ctrl: '⌃', Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Backspace: '⌫', Delete: '⌦' };

const { key: names } = words.commands;
const NAMED: Readonly<Record<string, string>> = names.named;
const KEY_NAMES: Readonly<Record<string, string>> = { ...NAMED, Mod: names.ctrl, Ctrl: names.win, Alt: names.alt, Shift: names.shift };

/** `Mod+Shift+Z` as this machine writes it. */
export function keyText(keys: string | undefined, mac = isMac): string | undefined {
  if (keys === undefined) return undefined;
  const parts = keys.split('+').map((part) => SIGNS[part] ?? part);
  if (mac) return parts.map((part) => MAC_SIGNS[part] ?? NAMED[part] ?? part).join('');
  return parts.map((part) => KEY_NAMES[part] ?? part).join(' ');
}

/** What a browser does itself before a page hears of it. */
const BROWSER_KEEPS = new Set([
  ...['N', 'T', 'W'].flatMap((key) => [`Mod+${key}`, `Mod+Shift+${key}`]),
  'Mod+Q',
  'Mod+Tab',
  'Mod+Shift+Tab',
  'Alt+F4',
  'F11',
  'Mod+L',
  ...Array.from({ length: 9 }, (_, i) => `Mod+${i + 1}`),
]);
const CLIPBOARD = new Set(['Mod+C', 'Mod+X', 'Mod+V']);
const MOVING = new Set(['Tab', 'Shift+Tab', 'Escape', 'Enter', 'Space', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

/** Why a stroke cannot be given to a command, as a sentence; null when it can. */
export function strokeProblem(stroke: string, browser: boolean): string | null {
  if (browser && BROWSER_KEEPS.has(stroke)) return words.settings.browserKeeps(keyText(stroke)!);
  if (CLIPBOARD.has(stroke)) return words.settings.clipboardKeeps(keyText(stroke)!);
  if (MOVING.has(stroke)) return words.settings.movingKeeps(keyText(stroke)!);
  return null;
}
