import { Popover } from 'radix-ui';
import type { RunResult } from '../../shared/model/index.ts';
import { words } from '../words/index.ts';
import { assumptionGroups, BASIS_GLYPH, basisParts } from './basis.ts';

/** What is recorded and what is assumed, with every assumption one click away. */
export function BasisLine({ run }: { readonly run: RunResult }) {
  const groups = assumptionGroups(run.assumptions);
  const count = groups.reduce((sum, group) => sum + group.assumptions.length, 0);
  return (
    <Popover.Root>
      <Popover.Trigger className="rh-basis" aria-label={words.rehearse.basis.restsOnParts(basisParts(run).map((part) => part.words))}>
        {basisParts(run).map((part, i, all) => (
          <span key={part.words}>
            <span className="rh-basis-mark" aria-hidden="true">
              {BASIS_GLYPH[part.mark]}
            </span>
            {'\u00a0'}
            {part.words}
            {i < all.length - 1 ? ', ' : ''}
          </span>
        ))}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="rh-popover"
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={words.rehearse.basis.assumptions}
        >
          <h2 className="rh-popover-title">{words.rehearse.basis.restsOn}</h2>
          {count === 0 && <p className="ink-3">{words.rehearse.basis.none}</p>}
          {groups.map((group) => (
            <section key={group.title}>
              <h3 className="rh-popover-group">{group.title}</h3>
              <ul>
                {group.assumptions.map((assumption) => (
                  <li key={`${assumption.subject}${assumption.statement}`}>
                    <b>{assumption.subject}</b> {assumption.statement}
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
