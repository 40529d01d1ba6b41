import { Modal } from '../parts/index.ts';
import type { Question } from '../state/index.ts';

export const QuestionDialog = ({ question }: { readonly question: Question }) => (
  <Modal
    title={question.title}
    description={question.text}
    onClose={() => question.answer(null)}
    footer={question.choices.map(({ id, label, tone }) => (
      <button key={id} type="button" className={`btn ${tone ?? ''}`} onClick={() => question.answer(id)}>
        {label}
      </button>
    ))}
  />
);
