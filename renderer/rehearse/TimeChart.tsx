import { useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TimeView } from './time-axis.ts';

export interface TimeChartProps {
  readonly data: uPlot.AlignedData;
  /** Memoise it: a new array draws the chart anew. The first entry is the time. */
  readonly series: uPlot.Series[];
  /** Shaded between two series (upper, lower); memoise it too. */
  readonly shades?: uPlot.Band[];
  readonly view: TimeView;
  /** Top of the value axis; it always starts at 0. */
  readonly top: number;
  /** Charts with the same key share one cursor. */
  readonly syncKey: string;
  /** Bare picture for those who do not see it; the figures stand in the table. */
  readonly label: string;
}

/**
 * One plot without axes of its own: labels, grid, events and cursor are drawn around it, so that all charts of the room share
 * one time axis to the pixel.
 */
export function TimeChart({ data, series, shades, view, top, syncKey, label }: TimeChartProps) {
  const { fromMs, toMs } = view;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(data);
  latest.current = data;

  useLayoutEffect(() => {
    const host = box.current!;
    const made = new uPlot(
      {
        width: Math.max(1, host.clientWidth),
        height: Math.max(1, host.clientHeight),
        padding: [0, 0, 0, 0],
        legend: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: { x: { time: false, range: [fromMs, toMs] }, y: { range: [0, top] } },
        cursor: { x: false, y: false, drag: { x: false, y: false, setScale: false }, sync: { key: syncKey, scales: ['x', null] } },
        series,
        ...(shades === undefined ? {} : { bands: shades }),
      },
      latest.current,
      host,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = host;
      if (clientWidth > 0 && clientHeight > 0 && (clientWidth !== made.width || clientHeight !== made.height)) {
        made.setSize({ width: clientWidth, height: clientHeight });
      }
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [series, shades, fromMs, toMs, top, syncKey]);

  useEffect(() => plot.current?.setData(data), [data]);

  return <div ref={box} className="rh-plot" role="img" aria-label={label} />;
}
