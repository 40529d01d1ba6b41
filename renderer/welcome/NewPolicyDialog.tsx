import { useEffect, useState } from 'react';
import { templates } from '../../shared/templates/index.ts';
import { client } from '../connection/index.ts';
import { type Example, emptyPolicy, fromExample, fromTemplate, newPolicy } from '../files/index.ts';
import { chooseByArrows, Modal } from '../parts/index.ts';
import { viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { Miniature } from './Miniature.tsx';
import { TemplateCards } from './TemplateCards.tsx';

const text = words.start.newPolicy;

/** What the dialog was opened from is gone with the screen before, so the focus would be nowhere. After the dialog has given it up. */
function focusDrawing(): void {
  if (document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>('.canvas-empty .btn.primary, .canvas .react-flow__node[tabindex="0"]')?.focus();
}

/** A name and a place to start from: a template, one of the shipped policies, or nothing. */
export function NewPolicyDialog() {
  const [examples, setExamples] = useState<readonly Example[]>([]);
  // Until it is typed, the name is that of what is chosen.
  const [typed, setName] = useState<string | null>(null);
  const [start, setStart] = useState<string>(() => viewStore.getState().newPolicyFrom ?? templates[0]?.id ?? 'empty');
  useEffect(() => {
    void client().examples.list().then(setExamples);
  }, []);
  const chosenName = [...templates, ...examples].find(({ id }) => id === start)?.name;
  const name = typed ?? chosenName ?? text.suggestedName;
  const close = (): void => viewStore.getState().show({ isNewPolicyOpen: false });
  const make = async (): Promise<void> => {
    const example = examples.find(({ id }) => id === start);
    const template = templates.find(({ id }) => id === start);
    const document =
      template !== undefined
        ? fromTemplate(template, name.trim())
        : example !== undefined
          ? fromExample(example, name.trim())
          : emptyPolicy(name.trim());
    close();
    if (document !== null && (await newPolicy(document))) setTimeout(focusDrawing, 60);
  };
  return (
    <Modal
      title={text.title}
      description={text.description}
      isWide
      onClose={close}
      footer={
        <>
          <button type="button" className="btn" onClick={close}>
            {text.cancel}
          </button>
          <button type="button" className="btn primary" disabled={name.trim() === '' || start === ''} onClick={() => void make()}>
            {text.create}
          </button>
        </>
      }
    >
      <label className="stacked-field">
        <span>{text.name}</span>
        <input
          className="input"
          value={name}
          maxLength={200}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && name.trim() !== '' && start !== '' && void make()}
        />
      </label>
      <div className="start-choices" role="radiogroup" aria-label={text.from} onKeyDown={chooseByArrows}>
        <h3 className="caption">{text.templates}</h3>
        <div className="starts">
          <TemplateCards chosenId={start} onChoose={setStart} />
          <Start label={text.empty} purpose={text.emptyPurpose} isChosen={start === 'empty'} onChoose={() => setStart('empty')}>
            <svg className="miniature" viewBox="0 0 200 80" aria-hidden="true">
              <rect x={20} y={24} width={64} height={32} rx={6} className="start-entry" />
              <path d="M21 30v20" className="start-entry-bar" />
              <path d="M84 40h32" className="start-entry" />
              <rect x={116} y={24} width={64} height={32} rx={6} className="start-entry-next" />
            </svg>
          </Start>
        </div>
        <h3 className="caption">{text.examples}</h3>
        <div className="starts is-small">
          {examples.map((example) => (
            <Start key={example.id} label={example.name} isChosen={start === example.id} onChoose={() => setStart(example.id)}>
              <Miniature policyText={example.policyText} />
            </Start>
          ))}
        </div>
      </div>
    </Modal>
  );
}

function Start({
  label,
  purpose,
  isChosen,
  onChoose,
  children,
}: {
  readonly label: string;
  readonly purpose?: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children?: React.ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture with a name is not a browser's radio button
    <button
      type="button"
      className="start"
      role="radio"
      aria-checked={isChosen}
      tabIndex={isChosen ? 0 : -1}
      aria-label={label}
      onClick={onChoose}
    >
      <span className="example-picture">{children}</span>
      <span className="start-text">
        <b>{label}</b>
        {purpose !== undefined && <span>{purpose}</span>}
      </span>
    </button>
  );
}
