import { templates } from '../../shared/templates/index.ts';
import { addKind } from '../canvas/index.ts';
import { commandOf, runCommandById } from '../commands/index.ts';
import { useShownKeys } from '../state/index.ts';
import { words } from '../words/index.ts';
import { Miniature } from './Miniature.tsx';
import { templateText } from './TemplateCards.tsx';

const text = words.start.emptySheet;

/** How many templates there is room for without reading a list. */
const OFFERED = 3;

/** On a sheet with nothing on it: drawings that work, and the first card of one's own. */
export function EmptySheet() {
  const keys = useShownKeys('view.commands');
  return (
    <section className="canvas-empty" aria-labelledby="canvas-empty">
      <h2 id="canvas-empty">{text.title}</h2>
      <p className="ink-2">{text.text}</p>
      <ul className="canvas-empty-templates">
        {templates.slice(0, OFFERED).map((template) => (
          <li key={template.id}>
            <button
              type="button"
              className="start"
              aria-label={commandOf(`template.${template.id}`).label()}
              aria-description={template.purpose}
              title={template.purpose}
              onClick={() => runCommandById(`template.${template.id}`)}
            >
              <span className="example-picture">
                <Miniature policyText={templateText(template)} />
              </span>
              <b>{template.name}</b>
            </button>
          </li>
        ))}
      </ul>
      <div className="canvas-empty-verbs">
        <button type="button" className="btn primary" onClick={() => addKind('entry', null)}>
          {text.fromEntry}
        </button>
        <button type="button" className="btn" onClick={() => runCommandById('file.new')}>
          {text.more}
        </button>
      </div>
      <p className="small ink-2">{text.hint(keys)}</p>
    </section>
  );
}
