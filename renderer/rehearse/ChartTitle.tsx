import { Download, Table2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { words } from '../words/index.ts';
import type { ChartId } from './chart-ids.ts';

export type SavedAs = 'csv' | 'png' | 'svg';

/** What can be done with any chart. */
export interface ChartActions {
  readonly onOpenTable: (chart: ChartId) => void;
  readonly onSave: (chart: ChartId, as: SavedAs) => void;
}

export interface ChartTitleProps extends ChartActions {
  readonly id: ChartId;
  readonly title: string;
  readonly unit: string;
  /** Values at the cursor. */
  readonly now: ReactNode;
}

export function ChartTitle({ id, title, unit, now, onOpenTable, onSave }: ChartTitleProps) {
  const { save } = words.results;
  return (
    <div className="rh-chart-title">
      <div className="rh-chart-name">
        <b title={title}>{title}</b>{' '}
        <span className="ink-3" title={unit}>
          {unit}
        </span>
        <button
          type="button"
          className="rh-table-button"
          aria-label={words.rehearse.charts.openThisAsTable(title)}
          title={words.rehearse.charts.openAsTable}
          onClick={() => onOpenTable(id)}
        >
          <Table2 size={13} aria-hidden="true" />
        </button>
        <DropdownMenu.Root>
          <DropdownMenu.Trigger className="rh-table-button" aria-label={save.open(title)} title={save.tip}>
            <Download size={13} aria-hidden="true" />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="popup" align="start" sideOffset={4}>
              {(['png', 'svg', 'csv'] as const).map((as) => (
                <DropdownMenu.Item key={as} className="popup-item" onSelect={() => onSave(id, as)}>
                  {save[as]}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      </div>
      <div className="rh-now">{now}</div>
    </div>
  );
}
