import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { PolicyNode } from '../../shared/model/index.ts';
import { reasonsOf } from '../../shared/templates/index.ts';
import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

/** Folded at first, so that the form is where it always is; once unfolded it stays so from card to card. */
let wasOpen = false;

/** Why a template chose these values; a reason goes when its value is changed. */
export function Reasons({ node }: { readonly node: PolicyNode }) {
  const reasons = reasonsOf(node);
  const [isOpen, setOpen] = useState(wasOpen);
  if (reasons.length === 0) return null;
  return (
    <details
      className="reasons"
      open={isOpen}
      onToggle={(event) => {
        wasOpen = event.currentTarget.open;
        setOpen(wasOpen);
      }}
    >
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        {words.start.reasons(reasons.length)}
      </summary>
      <dl>
        {reasons.map(({ key, label, why }) => (
          <div key={key}>
            <dt>
              <button type="button" className="reason-field" onClick={() => viewStore.getState().focusOn(node.id, key)}>
                {label}
              </button>
            </dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
