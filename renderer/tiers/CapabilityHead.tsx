import type { Capability } from '../../shared/tiers/index.ts';
import { viewStore } from '../state/index.ts';
import { chosenTimeText, countText, shareText, words } from '../words/index.ts';
import type { BoardView } from './board-view.ts';
import type { Editing } from './grid.ts';
import { PromiseText } from './PromiseText.tsx';

/** The capability, what is owed and promised whatever tier answers, and how its requests ended in the last run. */
export function CapabilityHead({
  capability,
  view,
  editing,
  tabIndex,
}: {
  readonly capability: Capability;
  readonly view: BoardView;
  readonly editing: Editing;
  readonly tabIndex: 0 | -1;
}) {
  const { tiers } = words;
  const { owed, run } = capability;
  return (
    <>
      <button
        type="button"
        className="tier-link tier-name"
        title={tiers.cell.show(capability.name)}
        tabIndex={tabIndex}
        onClick={() => viewStore.getState().focusOn(capability.entryId, null)}
      >
        {capability.name}
      </button>
      <div className="tier-whole">
        <PromiseText
          value={capability.promise}
          label={tiers.capability.promise(capability.name)}
          placeholder={tiers.capability.write}
          isReadOnly={view.isReadOnly}
          tabIndex={tabIndex}
          {...editing}
        />
      </div>
      {owed !== null && <p className="small ink-2">{tiers.capability.owed(chosenTimeText(owed.p95Ms), shareText(owed.availability))}</p>}
      {run !== null && (
        <div className={view.isStale ? 'tier-mix is-stale' : 'tier-mix'}>
          <Mix capability={capability} />
          <p className="small ink-3">
            {tiers.run.requests(countText(run.requests), countText(run.failed), run.blocked === 0 ? '' : countText(run.blocked))}
          </p>
        </div>
      )}
    </>
  );
}

function Mix({ capability: { run } }: { readonly capability: Capability }) {
  if (run === null) return null;
  const [first, second, third] = run.answeredByTier;
  const parts = [
    { state: 't1', count: first },
    { state: 't2', count: second },
    { state: 't3', count: third },
    { state: 'blocked', count: run.blocked },
    { state: 'failed', count: run.failed },
  ].filter(({ count }) => count > 0);
  // The words beside it and in the cells say the same.
  return (
    <span className="tier-mix-bar" aria-hidden="true">
      {parts.map(({ state, count }) => (
        <span key={state} className={`is-${state}`} style={{ flexGrow: count }} />
      ))}
    </span>
  );
}
