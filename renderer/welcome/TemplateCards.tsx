import { useMemo } from 'react';
import { writePolicy } from '../../shared/format/index.ts';
import { durationText, percentText } from '../../shared/kinds/index.ts';
import { type Template, templates } from '../../shared/templates/index.ts';
import { expectedTokens, tierBoard } from '../../shared/tiers/index.ts';
import { fromTemplate } from '../files/index.ts';
import { unbroken, words } from '../words/index.ts';
import { Miniature } from './Miniature.tsx';

/** One significant digit below a cent, so that it reads as an estimate: "$0.003", "$0.02". */
const roundUsd = (usd: number): string => `$${Number(usd.toPrecision(1))}`;

export function templateFigures(template: Template): string {
  const { policy } = fromTemplate(template, template.name);
  const [capability] = tierBoard(policy, expectedTokens(undefined), null).capabilities;
  const usd = capability?.cells[0].answers.map((answer) => answer.usd).filter((cost) => cost !== null) ?? [];
  const owed = capability?.owed;
  if (owed === null || owed === undefined) return '';
  const dearest = usd.length === 0 ? null : Math.max(...usd);
  return unbroken(
    words.start.newPolicy.figures(
      dearest === null ? null : roundUsd(dearest),
      durationText(owed.p95Ms),
      percentText(owed.availability),
      policy.nodes.length,
    ),
  );
}

const texts = new Map<string, string>();

/** The template as it would be drawn, as the text of a file; laid out once. */
export function templateText(template: Template): string {
  const known = texts.get(template.id);
  if (known !== undefined) return known;
  const text = writePolicy(fromTemplate(template, template.name));
  texts.set(template.id, text);
  return text;
}

/** The choice of a template: its drawing, what it is for, what it costs and owes. */
export function TemplateCards({ chosenId, onChoose }: { readonly chosenId: string; readonly onChoose: (id: string) => void }) {
  const shown = useMemo(
    () =>
      templates.map((template) => ({
        template,
        text: templateText(template),
        figures: templateFigures(template),
      })),
    [],
  );
  return (
    <>
      {shown.map(({ template: { id, name, purpose }, text, figures }) => (
        // biome-ignore lint/a11y/useSemanticElements: a picture with a name is not a browser's radio button
        <button
          key={id}
          type="button"
          className="start"
          role="radio"
          aria-checked={chosenId === id}
          tabIndex={chosenId === id ? 0 : -1}
          aria-label={name}
          aria-description={`${purpose} ${figures}`}
          onClick={() => onChoose(id)}
        >
          <span className="example-picture">
            <Miniature policyText={text} />
          </span>
          <span className="start-text">
            <b>{name}</b>
            <span>{purpose}</span>
            <span className="ink-2">{figures}</span>
          </span>
        </button>
      ))}
    </>
  );
}
