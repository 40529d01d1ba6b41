import type { RunResult } from '../../shared/model/index.ts';
import type { Capability, TierCell } from '../../shared/tiers/index.ts';
import { chosenTimeText, countText, dayOfIsoText, latencyText, shareText, usdText, words } from '../words/index.ts';
import { figuresOf } from './AnswerLine.tsx';
import { summaryText } from './answer.ts';
import type { BoardView } from './board-view.ts';

/** Width in px of a text in this font. */
export type Measure = (text: string, font: string) => number;

/** A picture is for slides and documents, so it has the light paper whatever the theme is. Values of the tokens. */
const INK = { strong: '#171b21', plain: '#4a535f', quiet: '#616b77', line: '#dde1e6', paper: '#f4f5f6', sheet: '#ffffff', warn: '#83570a' };
const FILL = { 1: '#0a6e61', 2: '#3e92d3', 3: '#bf800a' } as const;
const ON_FILL = { 1: '#ffffff', 2: '#0b0e12', 3: '#0b0e12' } as const;
const FAMILY = "'Inter Variable', Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

const MARGIN = 32;
const HEAD_WIDTH = 240;
const CELL_WIDTH = 360;
const GAP = 12;
const PAD = 16;

interface Line {
  readonly text: string;
  readonly size: number;
  readonly weight: 400 | 500 | 600;
  readonly ink: string;
  /** To the next line's foot. */
  readonly height: number;
}

const line = (text: string, size: 12 | 13 | 15 | 20, weight: Line['weight'], ink: string): Line => ({
  text,
  size,
  weight,
  ink,
  height: { 12: 17, 13: 19, 15: 21, 20: 28 }[size],
});
const SPACE: Line = { text: '', size: 12, weight: 400, ink: INK.plain, height: 8 };

/** The board as one SVG document: what a slide needs, without the screen's buttons. */
export function boardSvg(view: BoardView, day: string, measure: Measure): string {
  const { tiers } = words;
  const { board, policy, run } = view;
  const width = MARGIN * 2 + HEAD_WIDTH + (CELL_WIDTH + GAP) * 3;
  const wrapped = (lines: readonly Line[], room: number): Line[] => lines.flatMap((item) => wrap(item, room, measure));
  const heading = wrapped(
    [line(policy.name, 13, 600, INK.plain), line(tiers.question, 20, 600, INK.strong), line(basisText(view, run), 12, 400, INK.quiet)],
    width - MARGIN * 2,
  );
  const parts: string[] = [];
  let y = MARGIN;
  parts.push(block(heading, MARGIN, y));
  y += heightOf(heading) + 20;
  ([1, 2, 3] as const).forEach((tier, index) => {
    const x = cellX(index);
    parts.push(`<rect x="${x}" y="${y}" width="20" height="20" rx="5" fill="${FILL[tier]}"/>`);
    parts.push(text(String(tier), x + 10, y + 14, { size: 12, weight: 600, ink: ON_FILL[tier] }, 'middle'));
    parts.push(text(tiers.columns.tier[tier], x + 28, y + 15, { size: 15, weight: 600, ink: INK.strong }));
  });
  y += 32;
  for (const capability of board.capabilities) {
    const head = wrapped(headLines(capability), HEAD_WIDTH - 24);
    const cells = capability.cells.map((cell) => wrapped(cellLines(capability, cell, view), CELL_WIDTH - PAD * 2));
    const height = Math.max(heightOf(head), ...cells.map(heightOf)) + PAD * 2;
    parts.push(block(head, MARGIN, y + PAD));
    cells.forEach((lines, index) => {
      const cell = capability.cells[index as 0 | 1 | 2];
      const isOpen = cell.answers.length === 0 || cell.signOff.state === 'out-of-date';
      const x = cellX(index);
      parts.push(
        `<rect x="${x + 0.5}" y="${y + 0.5}" width="${CELL_WIDTH - 1}" height="${height - 1}" rx="10" fill="${INK.sheet}" stroke="${isOpen ? FILL[3] : INK.line}"${isOpen ? ' stroke-dasharray="4 3"' : ''}/>`,
      );
      parts.push(block(lines, x + PAD, y + PAD));
    });
    y += height + GAP;
  }
  const foot = wrapped(
    [line(`${summaryText(board.summary)}. ${tiers.picture.made(dayOfIsoText(day))}`, 12, 400, INK.quiet)],
    width - MARGIN * 2,
  );
  parts.push(block(foot, MARGIN, y + 8));
  const height = Math.ceil(y + 8 + heightOf(foot) + MARGIN);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FAMILY}" role="img" aria-label="${escaped(tiers.board(policy.name))}"><rect width="${width}" height="${height}" fill="${INK.paper}"/>${parts.join('')}</svg>\n`;
}

const cellX = (index: number): number => MARGIN + HEAD_WIDTH + GAP + (CELL_WIDTH + GAP) * index;

function basisText({ isStale }: BoardView, run: RunResult | null): string {
  const { tiers } = words;
  if (run === null) return tiers.picture.noRun;
  const basis = tiers.run.basis(run.scenario.name, run.traffic.label, countText(run.requests));
  return isStale ? `${basis}. ${tiers.run.stale}` : basis;
}

function headLines({ name, promise, owed, run }: Capability): Line[] {
  const { tiers } = words;
  const lines = [line(name, 15, 600, INK.strong)];
  if (promise.trim() !== '') lines.push(line(promise, 12, 400, INK.plain));
  if (owed !== null)
    lines.push(SPACE, line(tiers.capability.owed(chosenTimeText(owed.p95Ms), shareText(owed.availability)), 12, 400, INK.quiet));
  if (run !== null)
    lines.push(
      line(
        tiers.run.requests(countText(run.requests), countText(run.failed), run.blocked === 0 ? '' : countText(run.blocked)),
        12,
        400,
        INK.quiet,
      ),
    );
  return lines;
}

function cellLines(_capability: Capability, cell: TierCell, view: BoardView): Line[] {
  const { cell: text, picture, run, trace } = words.tiers;
  const isWritten = cell.text.trim() !== '';
  if (!isWritten && cell.answers.length === 0) return [line(picture.nothing, 13, 400, INK.warn)];
  const lines = [isWritten ? line(cell.text, 15, 500, INK.strong) : line(picture.unwritten, 15, 400, INK.quiet)];
  if (cell.answers.length === 0) lines.push(SPACE, line(picture.nothing, 13, 500, INK.warn));
  for (const answer of cell.answers) {
    const figures = figuresOf(answer, view);
    lines.push(SPACE, line(answer.by, 13, 500, INK.plain));
    if (answer.text !== null && answer.text.trim() !== '') lines.push(line(`“${answer.text}”`, 12, 400, INK.plain));
    const shown = [
      figures.p95Ms === null ? '' : `${text.p95} ${figures.isRan ? latencyText(figures.p95Ms) : chosenTimeText(figures.p95Ms)}`,
      figures.usd === null ? '' : `${answer.callsPerAnswer > 1 ? text.stepCost : text.cost} ${usdText(figures.usd)}`,
      answer.successRate === null ? '' : `${text.quality} ${shareText(answer.successRate)}`,
      figures.isRan ? trace.ran : `○ ${trace.drawn}`,
    ];
    lines.push(
      line(
        shown
          .filter((part) => part !== '')
          .map(tied)
          .join(' · '),
        12,
        400,
        INK.quiet,
      ),
    );
  }
  if (cell.reached !== null) {
    const share = shareText(cell.reached.share);
    lines.push(
      SPACE,
      line(view.isStale ? run.reachedBefore(share) : cell.reached.requests === 0 ? run.never : run.reached(share), 13, 600, INK.strong),
    );
  }
  const { signOff } = cell;
  lines.push(
    SPACE,
    signOff.state === 'unsigned'
      ? line(`○ ${picture.unsigned}`, 12, 400, INK.quiet)
      : signOff.state === 'signed'
        ? line(`✓ ${picture.signed(signOff.signOff.owner, dayOfIsoText(signOff.signOff.date))}`, 12, 500, INK.plain)
        : line(`△ ${picture.outOfDate(signOff.signOff.owner)}`, 12, 500, INK.warn),
  );
  return lines;
}

/** Breaks nowhere. */
const tied = (part: string): string => part.replaceAll(' ', '\u00a0');

const heightOf = (lines: readonly Line[]): number => lines.reduce((sum, { height }) => sum + height, 0);

/** Breaks at spaces, and inside a word only where the word alone is too long. */
function wrap(item: Line, room: number, measure: Measure): Line[] {
  if (item.text === '') return [item];
  const font = `${item.weight} ${item.size}px ${FAMILY}`;
  const fits = (candidate: string): boolean => measure(candidate, font) <= room;
  const found: Line[] = [];
  let current = '';
  const keep = (next: string): void => {
    if (current !== '') found.push({ ...item, text: current });
    current = next;
  };
  for (const paragraph of item.text.split('\n')) {
    for (let word of paragraph.split(/ +/)) {
      if (fits(current === '' ? word : `${current} ${word}`)) {
        current = current === '' ? word : `${current} ${word}`;
        continue;
      }
      keep('');
      while (!fits(word) && word.length > 1) {
        let length = word.length - 1;
        while (length > 1 && !fits(word.slice(0, length))) length--;
        found.push({ ...item, text: word.slice(0, length) });
        word = word.slice(length);
      }
      current = word;
    }
    keep('');
  }
  return found.length === 0 ? [item] : found;
}

function block(lines: readonly Line[], x: number, y: number): string {
  let foot = y;
  return lines
    .map((item) => {
      foot += item.height;
      return item.text === '' ? '' : text(item.text, x, foot - item.height / 2 + item.size * 0.36, item);
    })
    .join('');
}

const text = (
  words: string,
  x: number,
  y: number,
  { size, weight, ink }: Pick<Line, 'size' | 'weight' | 'ink'>,
  anchor: 'start' | 'middle' = 'start',
): string =>
  `<text x="${x}" y="${Math.round(y * 10) / 10}" font-size="${size}" font-weight="${weight}" fill="${ink}"${anchor === 'start' ? '' : ' text-anchor="middle"'} xml:space="preserve">${escaped(words)}</text>`;

/** What XML 1.0 does not allow at all is left out: a promise may hold anything that a file holds. */
const escaped = (value: string): string =>
  value
    .replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
