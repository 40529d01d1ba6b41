import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Colours of one block; shadows and hatches are no colours to read words on. */
function block(selector: string): Record<string, string> {
  const start = css.indexOf(`\n${selector} {`);
  if (start < 0) throw new Error(`tokens.css has no block "${selector}"`);
  const body = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, colour]) => [name!, colour!]));
}
const light = block(':root');
const dark = { ...light, ...block('html.dark') };
const THEMES = [
  { name: 'light', tokens: light, words: 4.5, lines: ['line-strong'] },
  { name: 'dark', tokens: dark, words: 4.5, lines: ['line-strong'] },
  {
    name: 'high contrast, light',
    tokens: { ...light, ...block('html.contrast') },
    words: 7,
    lines: ['line', 'line-strong', 'wire', 'wire-idle'],
  },
  {
    name: 'high contrast, dark',
    tokens: { ...dark, ...block('html.contrast'), ...block('html.dark.contrast') },
    words: 7,
    lines: ['line', 'line-strong', 'wire', 'wire-idle'],
  },
];

type Rgb = readonly [number, number, number];
/** WCAG 2.2, relative luminance. */
const linear = (colour: string): Rgb =>
  [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)) as unknown as Rgb;
const luminance = (colour: string): number => linear(colour).reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i]!, 0);
const ratio = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

const STATES = ['t1', 't2', 't3', 'blocked', 'failed'];
const SURFACES = ['canvas', 'panel', 'tray', 'raise', 'hover'];

/** What people with colour-vision deficiency see: Machado, Oliveira and Fernandes 2009, severity 1. */
const SEEN: Readonly<Record<string, readonly Rgb[]>> = {
  'full colour vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
function lab(colour: Rgb): Rgb {
  const [r, g, b] = colour.map((x) => Math.max(0, Math.min(1, x))) as unknown as Rgb;
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(THEMES)('$name', ({ tokens, words, lines }) => {
  const colour = (name: string): string => {
    const value = tokens[name];
    if (value === undefined) throw new Error(`tokens.css has no colour "${name}"`);
    return value;
  };
  /** Pairs that fall short, as sentences, so that a failure names the token to change. */
  const short = (pairs: readonly (readonly [string, string])[], least: number): string[] =>
    pairs
      .filter(([a, b]) => ratio(colour(a), colour(b)) < least)
      .map(([a, b]) => `${a} on ${b} is ${ratio(colour(a), colour(b)).toFixed(2)}, needs ${least}`);

  it(`has words of at least ${words}:1 on every surface they stand on`, () => {
    const inks = ['ink', 'ink-2', 'ink-3'].flatMap((ink) => SURFACES.map((ground) => [ink, ground] as const));
    const states = [...STATES, 'budget'].flatMap((state) =>
      [`${state}-wash`, 'canvas', 'panel', 'raise'].map((ground) => [`${state}-ink`, ground] as const),
    );
    const accents = ['accent-wash', 'panel', 'canvas', 'tray'].map((ground) => ['accent-ink', ground] as const);
    expect(short([...inks, ...states, ...accents, ['accent-on', 'accent'], ['ink', 'accent-wash']], words)).toEqual([]);
  });

  it('has glyphs of at least 4.5:1 on the state they stand on', () => {
    expect(
      short(
        [
          ...['t1', 'blocked', 'failed'].map((state) => ['on-dark-fill', state] as const),
          ...['t2', 't3'].map((state) => ['on-light-fill', state] as const),
        ],
        4.5,
      ),
    ).toEqual([]);
  });

  it('has fills and lines of at least 3:1', () => {
    const drawn = [...STATES, 'budget', 'accent', ...lines];
    expect(
      short(
        drawn.flatMap((name) => ['canvas', 'panel'].map((ground) => [name, ground] as const)),
        3,
      ),
    ).toEqual([]);
  });

  it.each(Object.entries(SEEN))('keeps the states apart with %s', (_, matrix) => {
    const points = STATES.map((state) =>
      lab(matrix.map((row) => row.reduce((sum, k, i) => sum + k * linear(colour(state))[i]!, 0)) as unknown as Rgb),
    );
    const near = STATES.flatMap((a, i) =>
      STATES.slice(i + 1).flatMap((b, j) => {
        const distance = Math.hypot(...points[i]!.map((x, k) => x - points[i + 1 + j]![k]!));
        return distance < 15 ? [`${a} and ${b} are ${distance.toFixed(1)} apart (CIE76), need 15`] : [];
      }),
    );
    expect(near).toEqual([]);
  });
});
