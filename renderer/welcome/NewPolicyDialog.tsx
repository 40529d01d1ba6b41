import { useEffect, useState } from 'react';
import { client } from '../connection/index.ts';
import { type Example, emptyPolicy, fromExample, newPolicy } from '../files/index.ts';
import { Modal } from '../parts/index.ts';
import { viewStore } from '../state/index.ts';
import { Miniature } from './Miniature.tsx';

/** A name and a place to start from: one of the shipped policies, or nothing. */
export function NewPolicyDialog() {
  const [examples, setExamples] = useState<readonly Example[]>([]);
  const [name, setName] = useState('My policy');
  const [start, setStart] = useState<string>('');
  useEffect(() => {
    void client()
      .examples.list()
      .then((list) => {
        setExamples(list);
        setStart((before) => before || (list[0]?.id ?? 'empty'));
      });
  }, []);
  const close = (): void => viewStore.getState().show({ isNewPolicyOpen: false });
  const make = async (): Promise<void> => {
    const example = examples.find(({ id }) => id === start);
    const document = example === undefined ? emptyPolicy(name.trim()) : fromExample(example, name.trim());
    close();
    if (document !== null) await newPolicy(document);
  };
  return (
    <Modal
      title="New policy"
      description="Start from a drawing that works and change it, or from an empty sheet."
      isWide
      onClose={close}
      footer={
        <>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="button" className="btn primary" disabled={name.trim() === '' || start === ''} onClick={() => void make()}>
            Create
          </button>
        </>
      }
    >
      <label className="stacked-field">
        <span>Policy name</span>
        <input
          className="input"
          value={name}
          maxLength={200}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && name.trim() !== '' && start !== '' && void make()}
        />
      </label>
      <div className="starts" role="radiogroup" aria-label="Start from">
        {examples.map((example) => (
          <Start key={example.id} label={example.name} isChosen={start === example.id} onChoose={() => setStart(example.id)}>
            <Miniature policyText={example.policyText} label="" />
          </Start>
        ))}
        <Start label="Empty sheet" isChosen={start === 'empty'} onChoose={() => setStart('empty')} />
      </div>
    </Modal>
  );
}

function Start({
  label,
  isChosen,
  onChoose,
  children,
}: {
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children?: React.ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture with a name is not a browser's radio button
    <button type="button" className="start" role="radio" aria-checked={isChosen} onClick={onChoose}>
      <span className="example-picture">{children}</span>
      <span>{label}</span>
    </button>
  );
}
