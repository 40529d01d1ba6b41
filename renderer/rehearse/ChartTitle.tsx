import { Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { words } from '../words/index.ts';

export interface ChartTitleProps {
  readonly title: string;
  readonly unit: string;
  /** Values at the cursor. */
  readonly now: ReactNode;
  readonly onOpenTable: () => void;
}

export function ChartTitle({ title, unit, now, onOpenTable }: ChartTitleProps) {
  return (
    <div className="rh-chart-title">
      <div className="rh-chart-name">
        <b>{title}</b> <span className="ink-3">{unit}</span>
        <button
          type="button"
          className="rh-table-button"
          aria-label={words.rehearse.charts.openThisAsTable(title)}
          title={words.rehearse.charts.openAsTable}
          onClick={onOpenTable}
        >
          <Table2 size={13} aria-hidden="true" />
        </button>
      </div>
      <div className="rh-now">{now}</div>
    </div>
  );
}
