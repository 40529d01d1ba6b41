import type { ScenarioEvent } from '../../shared/model/index.ts';
import { packed } from './time-grid.ts';

const ROW_PX = 9;
const MOST_ROWS = 5;

/** The events of a scenario as small shapes on one line of time. A picture: what it shows is said beside it. */
export function SmallTimeline({
  events,
  endMs,
  label,
}: {
  readonly events: readonly ScenarioEvent[];
  readonly endMs: number;
  readonly label: string;
}) {
  const { rowOf, rowCount } = packed(events, () => 0);
  const rows = Math.min(MOST_ROWS, rowCount);
  return (
    <svg
      className="sc-small"
      viewBox={`0 0 100 ${rows * ROW_PX}`}
      preserveAspectRatio="none"
      style={{ height: rows * ROW_PX }}
      role="img"
      aria-label={label}
    >
      {events.map((event) => {
        const row = (rowOf.get(event.id) ?? 0) % MOST_ROWS;
        const x = (ms: number): number => Math.min(100, (ms / endMs) * 100);
        const { startMs, durationMs, rampUpMs, rampDownMs } = event;
        const endOfEvent = startMs + durationMs;
        const [low, high] = [(row + 1) * ROW_PX - 1, row * ROW_PX + 1];
        return (
          <polygon
            key={event.id}
            points={`${x(startMs)},${low} ${x(startMs + rampUpMs)},${high} ${x(endOfEvent - rampDownMs)},${high} ${x(endOfEvent)},${low}`}
          />
        );
      })}
    </svg>
  );
}
