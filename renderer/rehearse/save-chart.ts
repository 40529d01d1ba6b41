import type { RunResult } from '../../shared/model/index.ts';
import { saveFigures, savePicture } from '../pictures/index.ts';
import { runStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import type { SavedAs } from './ChartTitle.tsx';
import { readChartColours } from './chart-colours.ts';
import { type ChartId, chartTitle } from './chart-ids.ts';
import { chartSvg } from './chart-picture.ts';
import { chartTable, rowStartsMs, tableAsCsv } from './chart-table.ts';
import { finerNow } from './finer.ts';
import type { IncidentBand } from './incidents.ts';
import type { Names } from './names.ts';
import type { Sla } from './summary.ts';
import { fittingView, timeAxis, wholeView } from './time-axis.ts';

export interface SaveChartRequest {
  readonly chart: ChartId;
  readonly as: SavedAs;
  readonly run: RunResult;
  readonly names: Names;
  readonly sla: Sla;
  readonly bands: readonly IncidentBand[];
}

/** Figures are those of the whole run; a picture is what is seen: the stretch and the theme. */
export async function saveChart({ chart, as, run, names, sla, bands }: SaveChartRequest): Promise<void> {
  const title = chartTitle(chart, names);
  const name = `${run.policy.id}-${chart.replaceAll(/[^a-z0-9-]+/gi, '-')}`;
  if (as === 'csv') {
    const text = tableAsCsv(chartTable(chart, run, names), rowStartsMs(chart, run));
    return saveFigures({ title: words.results.save.csvTitle(title), suggestedName: `${name}.csv`, text });
  }
  const axis = timeAxis(run);
  const { windowMs } = runStore.getState();
  const view = (windowMs && fittingView(axis, windowMs)) ?? wholeView(axis);
  const svg = chartSvg({ chart, run: finerNow(run, axis, view), names, sla, bands, view }, readChartColours());
  return savePicture({ svg, title: words.results.save.pictureTitle(title), name, ending: as });
}
