import { useEffect, useState } from 'react';
import { client } from '../connection/index.ts';
import type { Example } from '../files/index.ts';
import { type Option, Select } from '../parts/index.ts';
import { useDocument } from '../state/index.ts';
import { words } from '../words/index.ts';
import { chooseExampleBase, chooseFileBase } from './bases.ts';
import { reviewStore, savedLabel, useReviewState } from './review-store.ts';

const text = words.review.base;

/** Which other version: the last save, a file, an example. */
export function BaseChoice() {
  const [examples, setExamples] = useState<readonly Example[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void client()
      .examples.list()
      .then((list) => isCurrent && setExamples(list));
    return () => {
      isCurrent = false;
    };
  }, []);
  const hasSaved = useDocument((state) => state.savedDocument !== null);
  const saved = useDocument(savedLabel);
  const chosen = useReviewState((state) => state.chosen);
  const options: Option[] = [
    ...(hasSaved ? [{ value: 'saved', label: saved }] : []),
    ...(chosen !== null && !chosen.id.startsWith('example:') ? [{ value: chosen.id, label: chosen.label }] : []),
    { value: 'file', label: text.file },
    ...examples.map(({ id, name }) => ({ value: `example:${id}`, label: text.example(name) })),
  ];
  return (
    <span className="review-base">
      <span className="caption" id="review-base-label">
        {text.label}
      </span>
      <Select
        label={text.label}
        value={chosen?.id ?? (hasSaved ? 'saved' : '')}
        placeholder={text.none}
        options={options}
        onChange={(value) => {
          const example = examples.find(({ id }) => value === `example:${id}`);
          if (value === 'saved') reviewStore.setState({ chosen: null, current: null });
          else if (value === 'file') void chooseFileBase();
          else if (example !== undefined) chooseExampleBase(example);
        }}
      />
    </span>
  );
}
