import { useMemo } from 'react';
import { words } from '../words/index.ts';
import { valueText } from './figure-words.ts';
import { JUDGED, type JudgedId } from './figures.ts';
import type { SweepPoint } from './sweep-points.ts';

export interface ScatterProps {
  readonly points: readonly SweepPoint[];
  readonly x: JudgedId;
  readonly y: JudgedId;
  readonly chosen: string | null;
  readonly isStale: boolean;
  readonly nameOf: (point: SweepPoint) => string;
  readonly onChoose: (id: string) => void;
}

const TICKS = 4;
const unitOf = (id: JudgedId) => JUDGED.find((figure) => figure.id === id)!.unit;

/** The axis holds all points with a little room; it does not begin at zero, since the points are compared with each other. */
function axisOf(values: readonly number[]): { readonly low: number; readonly high: number; readonly ticks: readonly number[] } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least) * 0.08 || Math.abs(most) * 0.05 || 1;
  const [low, high] = [least - room, most + room];
  return { low, high, ticks: Array.from({ length: TICKS }, (_, at) => least + ((most - least) * at) / (TICKS - 1 || 1)) };
}

/**
 * Two figures of all points. A picture for the pointer: the same points stand in the table below, where keys reach them. Those of the front are filled,
 * the policy as drawn is a square.
 */
export function Scatter({ points, x, y, chosen, isStale, nameOf, onChoose }: ScatterProps) {
  const drawn = useMemo(
    () =>
      points.flatMap((point) => {
        const [across, up] = [point.means[x] ?? null, point.means[y] ?? null];
        return across === null || up === null ? [] : [{ point, across, up }];
      }),
    [points, x, y],
  );
  if (drawn.length === 0) return null;
  const [horizontal, vertical] = [axisOf(drawn.map(({ across }) => across)), axisOf(drawn.map(({ up }) => up))];
  const left = (value: number): string => `${((value - horizontal.low) / (horizontal.high - horizontal.low)) * 100}%`;
  const bottom = (value: number): string => `${((value - vertical.low) / (vertical.high - vertical.low)) * 100}%`;
  const text = (id: JudgedId, value: number): string => valueText(id, unitOf(id), value);
  const ticksOf = (axis: typeof horizontal, id: JudgedId) => [...new Map(axis.ticks.map((tick) => [text(id, tick), tick])).entries()];
  return (
    <figure
      className={isStale ? 'kn-scatter is-stale' : 'kn-scatter'}
      aria-label={words.knobs.grid.scatter(words.knobs.figure[x], words.knobs.figure[y])}
    >
      <figcaption className="small">
        <b>{words.knobs.figure[y]}</b>
      </figcaption>
      <div className="kn-scatter-plot">
        {ticksOf(vertical, y).map(([label, tick]) => (
          <span key={label} className="rh-grid" style={{ bottom: bottom(tick) }}>
            <span className="rh-value-tick">{label}</span>
          </span>
        ))}
        {ticksOf(horizontal, x).map(([label, tick]) => (
          <span key={label} className="kn-scatter-tick small ink-3" style={{ left: left(tick) }}>
            {label}
          </span>
        ))}
        {drawn.map(({ point, across, up }) => (
          <button
            key={point.id}
            type="button"
            tabIndex={-1}
            className={`kn-point${point.isFront ? ' is-front' : ''}${point.changes.length === 0 ? ' is-drawn' : ''}${point.id === chosen ? ' is-chosen' : ''}`}
            style={{ left: left(across), bottom: bottom(up) }}
            title={words.knobs.grid.point(nameOf(point), text(x, across), text(y, up))}
            aria-label={words.knobs.grid.point(nameOf(point), text(x, across), text(y, up))}
            aria-pressed={point.id === chosen}
            onClick={() => onChoose(point.id)}
          />
        ))}
      </div>
      <div className="kn-scatter-x small">
        <b>{words.knobs.figure[x]}</b>
      </div>
    </figure>
  );
}
