import { Copy } from 'lucide-react';
import { useDocument } from '../state/index.ts';
import { words } from '../words/index.ts';
import { copyServeCommand, MOCK, serveCommand } from './serve-command.ts';

/** The policy can also run by itself: the command for it, ready to be taken to a terminal. */
export function ServeHint() {
  const path = useDocument((state) => state.origin.path);
  const id = useDocument((state) => state.history?.document.policy.id ?? '');
  const command = serveCommand(path, id);
  return (
    <section aria-labelledby="serve-title">
      <h2 id="serve-title" className="caption">
        {words.exports.serve.title}
      </h2>
      <p className="small ink-2">{path === null ? words.exports.serve.unsaved : words.exports.serve.about}</p>
      <code className="export-command">
        {command.slice(0, -MOCK.length)}
        <span className="export-flag">{MOCK}</span>
      </code>
      <div>
        <button type="button" className="btn" onClick={() => void copyServeCommand()}>
          <Copy size={14} /> {words.exports.serve.copy}
        </button>
      </div>
    </section>
  );
}
