import { commands, whyNot } from '../commands/index.ts';
import { words } from '../words/index.ts';

/** What wrapping, grouping and aligning commands begin with. */
const GROUPS = [
  { title: words.inspector.wrapTitle, prefixes: ['edit.wrap.'] },
  { title: words.inspector.alignTitle, prefixes: ['edit.align.', 'edit.distribute.'] },
  {
    title: words.inspector.drawTitle,
    prefixes: [
      'edit.group',
      'edit.ungroup',
      'edit.foldGroup',
      'edit.unfoldGroup',
      'edit.leaveGroup',
      'view.tidySelection',
      'edit.duplicate',
    ],
  },
] as const;

/** The commands that act on several nodes, from the one list of commands; what cannot be done now says why. */
export function SelectionVerbs() {
  return (
    <section className="inspector-section selection-verbs" aria-label={words.inspector.withSelection}>
      {GROUPS.map(({ title, prefixes }) => {
        const own = commands.filter(({ id }) => prefixes.some((prefix) => (prefix.endsWith('.') ? id.startsWith(prefix) : id === prefix)));
        const enabled = own.filter((command) => command.isEnabled());
        const [first] = own;
        if (first === undefined) return null;
        return (
          <div key={title}>
            <h3 className="caption">{title}</h3>
            {enabled.length === 0 ? (
              <p className="small ink-3">{whyNot(first)}</p>
            ) : (
              <div className="verb-row">
                {enabled.map((command) => (
                  <button key={command.id} type="button" className="btn compact" onClick={() => command.run()}>
                    {command.label()}
                  </button>
                ))}
              </div>
            )}
          </div>
        );
      })}
    </section>
  );
}
