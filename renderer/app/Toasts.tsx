import { Check, CircleX, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { preferencesStore, type Toast, useView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Short words about what just happened; also read out. A refusal at the pointer stands where the pointer is. */
export function Toasts() {
  const toasts = useView((state) => state.toasts);
  return (
    <>
      <div className="toasts" role="status" aria-live="polite">
        {toasts
          .filter(({ at }) => at === undefined)
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} />
          ))}
      </div>
      <div aria-live="assertive">
        {toasts
          .filter(({ at }) => at !== undefined)
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} />
          ))}
      </div>
    </>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { id, tone, text, at, action } = toast;
  useEffect(() => {
    // What went wrong stays long enough to be read twice.
    const timer = setTimeout(() => viewStore.getState().dismiss(id), tone === 'bad' ? 4000 + text.length * 90 : 2500 + text.length * 40);
    return () => clearTimeout(timer);
  }, [id, tone, text.length]);
  useEffect(() => {
    if (at === undefined) return;
    // It belongs to the gesture that was refused; the next one begins without it.
    const dismiss = (): void => viewStore.getState().dismiss(id);
    window.addEventListener('pointerdown', dismiss, { once: true });
    window.addEventListener('keydown', dismiss, { once: true });
    return () => {
      window.removeEventListener('pointerdown', dismiss);
      window.removeEventListener('keydown', dismiss);
    };
  }, [id, at]);
  const place = at === undefined ? undefined : placeAt(at);
  return (
    <div className={`toast is-${tone}${at === undefined ? '' : ' is-at-pointer'}`} style={place}>
      {tone === 'bad' ? <CircleX size={16} /> : tone === 'good' ? <Check size={16} /> : <Info size={16} />}
      <span>{text}</span>
      {action !== undefined && (
        <button
          type="button"
          className="btn link"
          onClick={() => {
            viewStore.getState().dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className="btn ghost icon compact"
        aria-label={words.app.dismiss}
        onClick={() => viewStore.getState().dismiss(id)}
      >
        <X size={13} />
      </button>
    </div>
  );
}

/** Beside the pointer and within the window, in the pixels of a page that may be zoomed. */
function placeAt(at: { readonly x: number; readonly y: number }): { readonly left: number; readonly top: number } {
  const { interfaceZoom } = preferencesStore.getState();
  return {
    left: Math.min(at.x + 12, window.innerWidth - 340 * interfaceZoom) / interfaceZoom,
    top: Math.min(at.y + 12, window.innerHeight - 110 * interfaceZoom) / interfaceZoom,
  };
}
