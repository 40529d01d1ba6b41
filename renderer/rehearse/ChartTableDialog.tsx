import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import type { RunResult } from '../../shared/model/index.ts';
import { cellText, words } from '../words/index.ts';
import type { ChartId } from './chart-ids.ts';
import { type ChartTable, chartTable, phaseTable, tableAsTsv } from './chart-table.ts';
import type { Names } from './names.ts';

export interface ChartTableDialogProps {
  readonly chart: ChartId | null;
  readonly run: RunResult;
  readonly names: Names;
  readonly onSave: (chart: ChartId, as: 'csv') => void;
  readonly onClose: () => void;
}

/** A chart's figures as a table that can be read out, searched and copied. */
export function ChartTableDialog({ chart, run, names, onSave, onClose }: ChartTableDialogProps) {
  const table = chart && chartTable(chart, run, names);
  const phases = chart === 'answers' && run.scenario.events.length > 0 ? phaseTable(run) : null;
  return (
    <Dialog.Root open={chart !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        {table && (
          <Dialog.Content className="dialog wide" aria-describedby={undefined}>
            <header className="rh-dialog-head">
              <Dialog.Title>{table.title}</Dialog.Title>
              <CopyButton tables={phases ? [phases, table] : [table]} />
              <button type="button" className="btn" onClick={() => chart && onSave(chart, 'csv')}>
                {words.results.save.button}
              </button>
              <Dialog.Close className="btn ghost icon" aria-label={words.rehearse.close}>
                <X size={16} aria-hidden="true" />
              </Dialog.Close>
            </header>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
            <div className="rh-dialog-body" tabIndex={0}>
              {phases && <FigureTable table={phases} hasCaption />}
              <FigureTable table={table} hasCaption={phases !== null} />
            </div>
          </Dialog.Content>
        )}
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function CopyButton({ tables }: { readonly tables: readonly ChartTable[] }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  return (
    <button
      type="button"
      className="btn"
      onClick={() => {
        navigator.clipboard.writeText(tables.map(tableAsTsv).join('\n\n')).then(
          () => setState('copied'),
          // A browser may refuse the clipboard; the table can still be selected and copied by hand.
          () => setState('refused'),
        );
      }}
    >
      {{ idle: words.rehearse.tables.copy, copied: words.rehearse.tables.copied, refused: words.rehearse.tables.refused }[state]}
    </button>
  );
}

function FigureTable({ table, hasCaption }: { readonly table: ChartTable; readonly hasCaption: boolean }) {
  return (
    <table className="rh-table">
      <caption className={hasCaption ? 'rh-table-caption' : 'visually-hidden'}>{table.title}</caption>
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a finished run never move
          <tr key={i}>
            {row.map((cell, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nor do columns
              <td key={j} className={typeof cell === 'string' ? 'rh-cell-text' : undefined}>
                {cellText(cell)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
