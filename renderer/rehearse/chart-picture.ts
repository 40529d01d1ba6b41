import type { RunResult } from '../../shared/model/index.ts';
import { axisClock, bucketText, chosenTimeText, plainText, words } from '../words/index.ts';
import { breakerRows } from './breaker-rows.ts';
import type { ChartColours } from './chart-colours.ts';
import { answersData, budgetsData, costData, failuresData, latencyData, stationData } from './chart-data.ts';
import { type ChartId, chartTitle, stationOf } from './chart-ids.ts';
import { failureName } from './failure-name.ts';
import type { IncidentBand } from './incidents.ts';
import type { Names } from './names.ts';
import { mixed, SHADES } from './shades.ts';
import type { Sla } from './summary.ts';
import { clippedTo, placeIn, type TimeView, timeTicks, type ValueScale } from './time-axis.ts';

/** One chart as an SVG document that stands alone: on a slide, in a post-mortem. The same figures as on the screen, in its own drawing. */

export interface ChartPicture {
  readonly chart: ChartId;
  readonly run: RunResult;
  readonly names: Names;
  readonly sla: Sla;
  readonly bands: readonly IncidentBand[];
  readonly view: TimeView;
}

const WIDTH = 1120;
const HEIGHT = 420;
const PLOT = { left: 64, right: 1000, top: 84, bottom: 344 } as const;
const FAMILY = "'Inter Variable', Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

interface Layer {
  readonly paint: 'area' | 'steps' | 'line' | 'between';
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  /** Lower edge of `between`. */
  readonly low?: readonly (number | null)[];
  readonly colour: string;
  readonly width?: number;
  readonly dash?: string;
  /** For the key; absent for what needs none. */
  readonly name?: string;
}

interface Drawing {
  readonly unit: string;
  readonly scale: ValueScale;
  readonly layers: readonly Layer[];
  readonly level: { readonly value: number; readonly name: string } | null;
}

export function chartSvg(picture: ChartPicture, colours: ChartColours): string {
  const { chart, run, names, bands, view } = picture;
  const x = (ms: number) => round(PLOT.left + placeIn(view, ms) * (PLOT.right - PLOT.left));
  const parts: string[] = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${colours.panel}"/>`,
    `<clipPath id="plot"><rect x="${PLOT.left}" y="${PLOT.top}" width="${PLOT.right - PLOT.left}" height="${PLOT.bottom - PLOT.top}"/></clipPath>`,
    '<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
      `<line x1="0" y1="0" x2="0" y2="8" stroke="${colours.ink3}" stroke-opacity=".45" stroke-width="1"/></pattern>`,
  ];
  const text = (at: { x: number; y: number }, content: string, options = '') =>
    `<text x="${round(at.x)}" y="${round(at.y)}" ${options}>${escaped(content)}</text>`;
  const drawing = chart === 'breakers' ? null : drawingOf(picture, colours);

  const title = chartTitle(chart, names);
  parts.push(text({ x: PLOT.left, y: 32 }, title, `font-size="18" font-weight="600" fill="${colours.ink}"`));
  if (drawing !== null && drawing.unit !== '') {
    parts.push(text({ x: PLOT.right, y: 32 }, drawing.unit, `font-size="13" text-anchor="end" fill="${colours.ink3}"`));
  }
  let keyX: number = PLOT.left;
  // What is painted first lies at the back and is the highest; a key reads from the front.
  for (const { name, colour, paint } of [...(drawing?.layers ?? [])].reverse()) {
    if (name === undefined) continue;
    parts.push(`<rect x="${keyX}" y="${paint === 'line' ? 51 : 46}" width="12" height="${paint === 'line' ? 2 : 12}" fill="${colour}"/>`);
    parts.push(text({ x: keyX + 18, y: 56 }, name, `font-size="13" fill="${colours.ink2}"`));
    keyX += 18 + name.length * 7.2 + 22;
  }

  const hatches = bands.flatMap((band) => {
    const seen = clippedTo(view, band);
    return seen === null ? [] : [{ label: band.label, from: x(seen.startMs), to: x(seen.endMs) }];
  });
  for (const { from, to } of hatches) {
    parts.push(
      `<rect x="${from}" y="${PLOT.top}" width="${round(to - from)}" height="${PLOT.bottom - PLOT.top}" fill="url(#hatch)" stroke="${colours.ink3}" stroke-opacity=".5"/>`,
    );
  }
  let labelEnd = Number.NEGATIVE_INFINITY;
  for (const { label, from, to } of hatches) {
    const half = (label.length * 6.4) / 2;
    const middle = Math.min(PLOT.right - half, Math.max(PLOT.left + half, (from + to) / 2));
    // Of two that would touch, the earlier has the room.
    if (middle - half < labelEnd) continue;
    labelEnd = middle + half + 12;
    parts.push(text({ x: middle, y: PLOT.top - 8 }, `${label} ○`, `font-size="12" text-anchor="middle" fill="${colours.ink2}"`));
  }

  if (drawing === null) parts.push(...breakerParts(picture, colours, x));
  else {
    const y = (value: number) => round(PLOT.bottom - (value / drawing.scale.top) * (PLOT.bottom - PLOT.top));
    for (const tick of drawing.scale.ticks) {
      parts.push(`<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="${colours.line}"/>`);
      parts.push(text({ x: PLOT.left - 8, y: y(tick) + 4 }, plainText(tick), `font-size="12" text-anchor="end" fill="${colours.ink3}"`));
    }
    parts.push(`<g clip-path="url(#plot)">${drawing.layers.map((layer) => layerPath(layer, x, y)).join('')}</g>`);
    if (drawing.level !== null) {
      const at = y(drawing.level.value);
      parts.push(`<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}" stroke="${colours.ink3}" stroke-dasharray="5 4"/>`);
      parts.push(text({ x: PLOT.right + 8, y: at + 4 }, drawing.level.name, `font-size="12" fill="${colours.ink2}"`));
    }
  }

  const endMs = Math.max(run.traffic.durationMs, run.series.bucketMs * run.series.requests.length);
  const clock = axisClock(endMs);
  parts.push(`<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}" stroke="${colours.ink3}"/>`);
  for (const tick of timeTicks(view, 10)) {
    parts.push(text({ x: x(tick), y: PLOT.bottom + 20 }, clock.text(tick), `font-size="12" text-anchor="middle" fill="${colours.ink3}"`));
  }
  parts.push(text({ x: PLOT.right + 8, y: PLOT.bottom + 20 }, clock.unit, `font-size="12" fill="${colours.ink3}"`));
  const footer = words.results.save.footer(run.policy.name, run.traffic.label, run.scenario.name, run.seed, run.engineVersion);
  parts.push(text({ x: PLOT.left, y: HEIGHT - 18 }, footer, `font-size="12" fill="${colours.ink3}"`));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${FAMILY}"><title>${escaped(title)}</title>${parts.join('')}</svg>\n`;
}

function drawingOf({ chart, run, names, sla, view }: ChartPicture, colours: ChartColours): Drawing {
  const perBucket = bucketText(run.series.bucketMs);
  const station = stationOf(chart);
  if (station !== null) {
    const series = run.series.stations?.find(({ id }) => id === station);
    if (series === undefined) throw new Error(`the run has no station ${station}`);
    const data = stationData(run, series, view);
    const text = words.results.charts.station;
    return {
      unit: '',
      scale: data.scale,
      layers: [
        { paint: 'area', x: data.x, y: data.withWaiting, colour: colours.t3, name: text.waiting },
        { paint: 'area', x: data.x, y: data.inUse, colour: colours.budget, name: text.inUse },
        { paint: 'steps', x: data.x, y: data.slots, colour: colours.ink2, width: 1, dash: '5 4' },
      ],
      level: null,
    };
  }
  switch (chart) {
    case 'answers': {
      const data = answersData(run, view);
      const { answers } = words.rehearse.charts;
      const fills = [colours.t1, colours.t2, colours.t3, colours.blocked, colours.failed];
      const layerNames = [1, 2, 3].map((tier) => answers.tierName(tier)).concat(words.rehearse.trace.filter.blocked, answers.failed);
      return {
        unit: answers.unit(perBucket),
        scale: data.scale,
        // The highest sum first: each lower one is painted over it.
        layers: data.stack.map((y, i): Layer => ({ paint: 'area', x: data.x, y, colour: fills[i]!, name: layerNames[i]! })).reverse(),
        level: null,
      };
    }
    case 'failures': {
      const data = failuresData(run, view);
      return {
        unit: words.results.charts.failures.unit(perBucket),
        scale: data?.scale ?? { top: 1, ticks: [0] },
        layers: (data?.stack ?? [])
          .map(
            (y, i): Layer => ({
              paint: 'area',
              x: data!.x,
              y,
              colour: mixed(colours.failed, colours.panel, SHADES[i] ?? SHADES.at(-1)!),
              name: failureName(data!.classes[i]!.failure),
            }),
          )
          .reverse(),
        level: null,
      };
    }
    case 'latency': {
      const data = latencyData(run, sla.p95Ms, view);
      const { latency } = words.rehearse.charts;
      return {
        unit: latency.unit,
        scale: data.scale,
        layers: [
          ...(data.band === null ? [] : [between(data.x, data.band, colours, words.results.charts.band(run.replications))]),
          { paint: 'line', x: data.x, y: data.p99, colour: colours.ink3, width: 1, name: 'P99' },
          { paint: 'line', x: data.x, y: data.p50, colour: colours.ink2, width: 1, name: 'P50' },
          { paint: 'line', x: data.x, y: data.p95, colour: colours.ink, width: 2, name: 'P95' },
        ],
        level: sla.p95Ms === null ? null : { value: sla.p95Ms / 1000, name: latency.sla(chosenTimeText(sla.p95Ms)) },
      };
    }
    case 'budgets': {
      const data = budgetsData(run, view);
      const text = words.results.charts.budgets;
      return {
        unit: text.unit,
        scale: data.scale,
        layers: data.accounts.map(
          ({ nodeId, percent }, i): Layer => ({
            paint: 'line',
            x: data.x,
            y: percent,
            colour: colours.budget,
            width: 2,
            ...(i === 0 ? {} : { dash: i % 2 === 1 ? '6 3' : '2 3' }),
            name: names.node(nodeId),
          }),
        ),
        level: { value: 100, name: text.limit },
      };
    }
    default: {
      const data = costData(run, view);
      return {
        unit: words.rehearse.charts.cost.unit,
        scale: data.scale,
        layers: [
          { paint: 'area', x: data.x, y: data.usdPerMin, colour: colours.budgetWash },
          ...(data.band === null ? [] : [between(data.x, data.band, colours, words.results.charts.band(run.replications))]),
          { paint: 'steps', x: data.x, y: data.usdPerMin, colour: colours.budget, width: 1.5 },
        ],
        level: null,
      };
    }
  }
}

const between = (
  x: readonly number[],
  { low, high }: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] },
  colours: ChartColours,
  name: string,
): Layer => ({ paint: 'between', x, y: high, low, colour: mixed(colours.ink3, colours.panel, 0.3), name });

/** Gaps (null) part a path in two. */
function layerPath(
  { paint, x: xs, y: ys, low, colour, width = 1, dash }: Layer,
  x: (ms: number) => number,
  y: (value: number) => number,
): string {
  const runs: number[][] = [];
  ys.forEach((value, i) => {
    if (value === null || (low !== undefined && low[i] === null)) runs.push([]);
    else if (runs.length === 0) runs.push([i]);
    else runs.at(-1)!.push(i);
  });
  const stepped = (indexes: readonly number[]) =>
    indexes.map((i, k) => (k === 0 ? `M${x(xs[i]!)} ${y(ys[i]!)}` : `H${x(xs[i]!)}V${y(ys[i]!)}`)).join('');
  const straight = (indexes: readonly number[], values: readonly (number | null)[], first: 'M' | 'L') =>
    indexes.map((i, k) => `${k === 0 ? first : 'L'}${x(xs[i]!)} ${y(values[i]!)}`).join('');
  const paths = runs.filter((indexes) => indexes.length > 0);
  const stroke = `fill="none" stroke="${colour}" stroke-width="${width}"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}`;
  switch (paint) {
    case 'area':
      return paths.map((indexes) => `<path d="${stepped(indexes)}V${y(0)}H${x(xs[indexes[0]!]!)}Z" fill="${colour}"/>`).join('');
    case 'steps':
      return paths.map((indexes) => `<path d="${stepped(indexes)}" ${stroke}/>`).join('');
    case 'line':
      return paths.map((indexes) => `<path d="${straight(indexes, ys, 'M')}" ${stroke} stroke-linejoin="round"/>`).join('');
    case 'between':
      return paths
        .map((indexes) => `<path d="${straight(indexes, ys, 'M')}${straight([...indexes].reverse(), low ?? ys, 'L')}Z" fill="${colour}"/>`)
        .join('');
  }
}

function breakerParts({ run, names, view }: ChartPicture, colours: ChartColours, x: (ms: number) => number): string[] {
  const rows = breakerRows(run, names);
  const rowPx = Math.min(44, (PLOT.bottom - PLOT.top) / Math.max(1, rows.length));
  return rows.flatMap((row, i) => {
    const middle = PLOT.top + rowPx * (i + 0.5);
    const blocks = row.segments.flatMap((segment) => {
      const seen = clippedTo(view, segment);
      if (seen === null) return [];
      const [from, to] = [x(seen.startMs), x(seen.endMs)];
      if (segment.state === 'open') {
        return [
          `<rect x="${from}" y="${round(middle - 8)}" width="${round(Math.max(2, to - from))}" height="16" fill="${colours.failed}"/>`,
        ];
      }
      const dash = segment.state === 'half-open' ? ' stroke-dasharray="2 2"' : '';
      const width = segment.state === 'half-open' ? 5 : 2;
      return [`<line x1="${from}" x2="${to}" y1="${middle}" y2="${middle}" stroke="${colours.ink2}" stroke-width="${width}"${dash}/>`];
    });
    return [...blocks, `<text x="${PLOT.right + 8}" y="${middle + 4}" font-size="12" fill="${colours.ink2}">${escaped(row.name)}</text>`];
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
