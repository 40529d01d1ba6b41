import { Modal } from '../parts/index.ts';
import { momentText, words } from '../words/index.ts';
import type { RestoreAnswer, RestoreRequest, UnsavedContent } from './ask.ts';
import { Sentences } from './Sentences.tsx';
import './merge.css';

const text = words.merge.restore;

/** What an earlier session left, compared with the file: restore it, discard it, or leave it where it is. */
export function RestoreDialog({ request }: { readonly request: RestoreRequest & { answer(answer: RestoreAnswer): void } }) {
  const { entry, content, answer } = request;
  return (
    <Modal
      title={text.title(entry.name)}
      description={text.kept(entry.path ?? text.neverSaved, momentText(entry.keptAt, new Date()))}
      onClose={() => answer(null)}
      footer={
        <>
          <button type="button" className="btn danger" onClick={() => answer('discard')}>
            {text.discard}
          </button>
          <button type="button" className="btn" onClick={() => answer(null)}>
            {text.notNow}
          </button>
          <button type="button" className="btn primary" disabled={content.kind === 'unreadable'} onClick={() => answer('restore')}>
            {text.goOn}
          </button>
        </>
      }
    >
      <p className="ink-2">{leadOf(content)}</p>
      {content.kind === 'changes' && <Sentences diff={content.diff} under={2} />}
    </Modal>
  );
}

function leadOf(content: UnsavedContent): string {
  if (content.kind === 'unreadable') return text.unreadable(content.message);
  if (content.kind === 'new') return text.whole(content.document.policy.nodes.length);
  if (content.diff.changes.length + content.diff.layout.length === 0) return text.nothing;
  return text[content.state];
}

/** One line for a list of entries. */
export function summaryOf(content: UnsavedContent): string {
  if (content.kind !== 'changes') return leadOf(content);
  const [first, ...rest] = [...content.diff.changes, ...content.diff.layout];
  return first === undefined ? text.nothing : text.summary(first.sentence, rest.length);
}
