import { Tip } from '../parts/index.ts';
import { type DesignView, useShownKeys, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

const VIEWS: readonly { readonly view: DesignView; readonly label: string }[] = [
  { view: 'drawing', label: words.text.drawing },
  { view: 'text', label: words.text.text },
];

/** The same document drawn or written. */
export function ViewSwitch() {
  const shown = useView((state) => state.designView);
  const keys = useShownKeys('view.text');
  return (
    <fieldset className="segmented view-switch" aria-label={words.text.switchLabel}>
      {VIEWS.map(({ view, label }) => (
        <Tip key={view} text={view === 'text' ? words.text.toText : words.text.toDrawing} keys={keys}>
          {/* Not Radix's toggle: a tip and a toggle would both write data-state. */}
          <button
            type="button"
            className={view === shown ? 'is-on' : undefined}
            aria-pressed={view === shown}
            onClick={() => viewStore.getState().showDesignAs(view)}
          >
            {label}
          </button>
        </Tip>
      ))}
    </fieldset>
  );
}
