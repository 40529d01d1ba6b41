const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, mo: 2_592_000 };

/** "30s", "1h", "7d", "1mo" in seconds; undefined for anything else. */
export function secondsOf(text: string | undefined): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*(mo|[smhdw])$/.exec(text ?? '');
  if (parts === null) return undefined;
  return Number(parts[1]) * (UNITS[parts[2] ?? ''] ?? 0);
}

const DAY_S = 86_400;
const MONTH_S = 2_592_000;

/** A budget of ours counts by the day or by the month: a limit of another time is drawn as that much of the nearer one. */
export function budgetOf(usd: number, seconds: number | undefined): { limitUsd: number; period: 'day' | 'month'; isScaled: boolean } {
  const own = seconds ?? MONTH_S;
  const period = own < (DAY_S + MONTH_S) / 2 ? 'day' : 'month';
  const periodS = period === 'day' ? DAY_S : MONTH_S;
  const limitUsd = Math.min(5_000_000, Math.max(0, (usd * periodS) / own));
  return { limitUsd: Number(limitUsd.toPrecision(12)), period, isScaled: own !== periodS };
}
