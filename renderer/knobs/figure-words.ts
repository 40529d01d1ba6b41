import type { ComparedFigure } from '../../shared/model/index.ts';
import { figureText, latencyText, listText, shareText, usdText, words } from '../words/index.ts';
import { type DifferenceRow, directionOf, HEADLINE, type JudgedId } from './figures.ts';

/** Money is read per thousand requests: a ten-thousandth of a dollar says nothing to anybody. */
const shown = (id: string, value: number): number => (id.endsWith('usdPerRequest') ? value * 1000 : value);

/** `99.9 %`, `6.77 s`, `$3.97`; a figure that is not there is an en dash. */
export function valueText(id: string, unit: ComparedFigure['unit'], value: number | null): string {
  if (value === null) return '–';
  if (unit === 'ratio') return shareText(value);
  if (unit === 'ms') return latencyText(value);
  if (unit === 'usd') return usdText(shown(id, value));
  return figureText(value);
}

/** `+2.85 pt`, `−0.37 s`, `+$0.12`; exactly nothing is `0`. */
export function signedText(id: string, unit: ComparedFigure['unit'], value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${sizeText(id, unit, value)}`;
}

/** The size of a difference without its sign. */
export function sizeText(id: string, unit: ComparedFigure['unit'], value: number): string {
  const size = Math.abs(value);
  if (unit === 'ratio') return words.knobs.points(pointsText(size * 100));
  if (unit === 'ms') return size < 999.5 ? `${figureText(size, 2)}\u00a0ms` : `${figureText(size / 1000, 2)}\u00a0s`;
  if (unit === 'usd') return `$${figureText(shown(id, size), 2)}`;
  return figureText(size, 2);
}

/** Two digits: a difference is never as exact as what it is a difference of. */
const pointsText = (points: number): string => (points === 0 ? '0' : points < 0.001 ? '<0.001' : figureText(points, 2));

const phrase = ({ id, unit, difference }: DifferenceRow): string =>
  words.knobs.changed(words.knobs.inSentence[id], signedText(id, unit, difference));

/** What differs at all, with signs, for the middle of a sentence: `full answers −2.3 pt and P95 +0.2 s`. */
export const changeList = (rows: readonly DifferenceRow[]): string => listText(rows.filter(({ difference }) => difference).map(phrase));

/** What a change does, in a sentence that says whether it is evidence. `pairs`: of runs on the same luck; 1 = none but the first. */
export function changeSentence(rows: readonly DifferenceRow[], pairs: number): string {
  const told = HEADLINE.flatMap((id: JudgedId) => rows.find((row) => row.id === id) ?? []);
  if (pairs < 2) {
    const moved = told.filter(({ difference }) => difference);
    return moved.length === 0 ? words.knobs.sentence.sameSoFar : words.knobs.sentence.onePair(moved.map(phrase));
  }
  const by = (verdict: 'better' | 'worse') => told.filter((row) => row.verdict === verdict).map(phrase);
  const [better, worse] = [by('better'), by('worse')];
  if (told.every(({ verdict }) => verdict === 'same')) return words.knobs.sentence.same(pairs);
  return words.knobs.sentence.evidence(better, worse, pairs);
}

/** Glyph and word of a verdict; before there is evidence the direction alone, and that it is none. */
export function verdictWords(row: DifferenceRow): {
  readonly tone: 'better' | 'worse' | 'none';
  readonly glyph: string;
  readonly word: string;
} {
  const { verdict } = row;
  if (verdict === 'better' || verdict === 'worse')
    return { tone: verdict, glyph: verdict === 'better' ? '▲' : '▼', word: words.knobs.verdict[verdict] };
  if (verdict === null)
    return { tone: 'none', glyph: '·', word: directionOf(row) === null ? words.knobs.verdict.same : words.knobs.verdict.open };
  return { tone: 'none', glyph: '=', word: verdict === 'same' ? words.knobs.verdict.same : words.knobs.verdict.none };
}
