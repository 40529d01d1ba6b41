import { ArrowUpDown, Minus, Pencil, Plus, Route, Tag } from 'lucide-react';
import type { Change, DocumentDiff } from '../../shared/diff/index.ts';
import { words } from '../words/index.ts';

const SIGNS = { added: Plus, removed: Minus, changed: Pencil, renamed: Tag, rewired: Route, reordered: ArrowUpDown } as const;

/** What changed, in sentences: by capability, the ways of requests first, the drawing last. */
export function Sentences({
  diff,
  under = 3,
}: {
  readonly diff: DocumentDiff /** Level of the heading that it stands under. */;
  readonly under?: 2 | 3;
}) {
  const Heading = under === 2 ? 'h3' : 'h4';
  const groups = diff.groups.map(({ title, changes }) => ({ title, changes }));
  if (diff.layout.length > 0) groups.push({ title: words.merge.onSheet, changes: diff.layout });
  return (
    <div className="sentences">
      {groups.map(({ title, changes }) => (
        <section key={title}>
          <Heading className="caption">{title}</Heading>
          <ul>
            {changes.map((change) => (
              <Sentence key={change.id} change={change} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Sentence({ change: { action, sentence } }: { readonly change: Change }) {
  const Sign = SIGNS[action];
  return (
    <li>
      <Sign size={13} aria-hidden="true" />
      <span>{sentence}</span>
    </li>
  );
}
