import { useRef } from 'react';
import { setConfig, setPromise } from '../../shared/edit/index.ts';
import { TIERS } from '../../shared/tiers/index.ts';
import { documentStore } from '../state/index.ts';
import { shareText, words } from '../words/index.ts';
import type { BoardView } from './board-view.ts';
import { CapabilityHead } from './CapabilityHead.tsx';
import { Cell } from './Cell.tsx';
import { useGrid } from './grid.ts';

export function Board({ view }: { readonly view: BoardView }) {
  const { tiers } = words;
  const { board, run, isStale } = view;
  const grid = useRef<HTMLTableElement>(null);
  const { cellProps, editingOf, tabIndexIn } = useGrid(grid, board.capabilities.length, view.isReadOnly);
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a real table, so that its rows and columns are told; `grid` says that one walks in it with the arrow keys
    <table ref={grid} className="tier-board" role="grid" aria-label={tiers.board(view.policy.name)} aria-readonly={view.isReadOnly}>
      <thead>
        <tr>
          <th scope="col" className="tier-corner ink-3 small">
            {tiers.columns.capability}
          </th>
          {TIERS.map((tier) => {
            const count = run?.outcomes.answeredByTier[tier - 1];
            return (
              <th key={tier} scope="col">
                <span className="tier-column">
                  <span className={`mark t${tier}`}>{tier}</span> {tiers.columns.tier[tier]}
                  <span className="grow" />
                  {run !== null && count !== undefined && run.requests > 0 && !isStale && board.capabilities.length > 1 && (
                    <span className="small ink-3">{tiers.run.ofAll(shareText(count / run.requests))}</span>
                  )}
                </span>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {board.capabilities.map((capability, row) => {
          const head = { row, column: 0 };
          const { entryId } = capability;
          return (
            <tr key={entryId}>
              <th scope="row" className="tier-head" {...cellProps(head)}>
                <CapabilityHead
                  capability={capability}
                  view={view}
                  tabIndex={tabIndexIn(head)}
                  editing={editingOf(head, (text) => documentStore.getState().run(setConfig(entryId, 'promise', text)))}
                />
              </th>
              {capability.cells.map((cell) => {
                const at = { row, column: cell.tier };
                const state = cell.answers.length === 0 ? 'is-gap' : `is-${cell.signOff.state}`;
                return (
                  <td key={cell.tier} className={`tier-cell ${state}`} {...cellProps(at)}>
                    <span className="visually-hidden">{tiers.cell.name(capability.name, tiers.tierName[cell.tier])}: </span>
                    <div className="tier-cell-body">
                      <Cell
                        capability={capability}
                        cell={cell}
                        view={view}
                        tabIndex={tabIndexIn(at)}
                        editing={editingOf(at, (text) => documentStore.getState().run(setPromise({ entryId, tier: cell.tier }, text)))}
                      />
                    </div>
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
