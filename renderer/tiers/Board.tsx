import { useRef } from 'react';
import { setConfig, setPromise } from '../../shared/edit/index.ts';
import { TIERS } from '../../shared/tiers/index.ts';
import { shareText } from '../rehearse/figure-text.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import type { BoardView } from './board-view.ts';
import { Cell } from './Cell.tsx';
import { CapabilityHead } from './CapabilityHead.tsx';
import { useGrid } from './grid.ts';

export function Board({ view }: { readonly view: BoardView }) {
  const { tiers } = words;
  const { board, run, isStale } = view;
  const grid = useRef<HTMLDivElement>(null);
  const { cellProps, editingOf, tabIndexIn } = useGrid(grid, board.capabilities.length, view.isReadOnly);
  return (
    <div ref={grid} className="tier-board" role="grid" aria-label={tiers.board(view.policy.name)} aria-readonly={view.isReadOnly}>
      <div role="row" className="tier-row tier-columns">
        <div role="columnheader" className="ink-3 small">
          {tiers.columns.capability}
        </div>
        {TIERS.map((tier) => {
          const count = run?.outcomes.answeredByTier[tier - 1];
          return (
            <div key={tier} role="columnheader" className="tier-column">
              <span className={`mark t${tier}`}>{tier}</span> {tiers.columns.tier[tier]}
              <span className="grow" />
              {run !== null && count !== undefined && run.requests > 0 && !isStale && board.capabilities.length > 1 && (
                <span className="small ink-3">{tiers.run.ofAll(shareText(count / run.requests))}</span>
              )}
            </div>
          );
        })}
      </div>
      {board.capabilities.map((capability, row) => {
        const head = { row, column: 0 };
        const { entryId } = capability;
        return (
          <div key={entryId} role="row" className="tier-row">
            <div role="rowheader" className="tier-head" aria-label={capability.name} {...cellProps(head)}>
              <CapabilityHead
                capability={capability}
                view={view}
                tabIndex={tabIndexIn(head)}
                editing={editingOf(head, (text) => documentStore.getState().run(setConfig(entryId, 'promise', text)))}
              />
            </div>
            {capability.cells.map((cell) => {
              const at = { row, column: cell.tier };
              const state = cell.answers.length === 0 ? 'is-gap' : `is-${cell.signOff.state}`;
              return (
                <div
                  key={cell.tier}
                  role="gridcell"
                  className={`tier-cell ${state}`}
                  aria-label={tiers.cell.name(capability.name, tiers.tierName[cell.tier])}
                  {...cellProps(at)}
                >
                  <Cell
                    capability={capability}
                    cell={cell}
                    view={view}
                    tabIndex={tabIndexIn(at)}
                    editing={editingOf(at, (text) => documentStore.getState().run(setPromise({ entryId, tier: cell.tier }, text)))}
                  />
                </div>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}
