import { FileInput } from 'lucide-react';
import { Progress } from 'radix-ui';
import { Modal } from '../parts/index.ts';
import { useDocument } from '../state/index.ts';
import { sizeText, words } from '../words/index.ts';
import { type Sending, stopSending, useDrop } from './dropped-file.ts';
import './traffic.css';

const text = words.traffic.dropped;

/** What is seen of a drop: where to let go, and how far the copy is. */
export function DropTarget() {
  const isOver = useDrop((state) => state.isOver);
  const sending = useDrop((state) => state.sending);
  const isOpen = useDocument((state) => state.history !== null);
  if (sending !== null) return <TakingOver sending={sending} />;
  if (!isOver || !isOpen) return null;
  return (
    <div className="drop-target">
      <div className="drop-target-card">
        <FileInput size={20} aria-hidden="true" />
        <span className="strong">{text.over}</span>
        <span className="ink-2">{text.overAbout}</span>
      </div>
    </div>
  );
}

function TakingOver({ sending: { name, sizeBytes, sentBytes } }: { readonly sending: Sending }) {
  const percent = Math.floor((sentBytes / sizeBytes) * 100);
  return (
    <Modal
      title={text.sending(name)}
      description={text.sendingAbout}
      onClose={stopSending}
      footer={
        <button type="button" className="btn" onClick={stopSending}>
          {text.stop}
        </button>
      }
    >
      <div className="import-progress">
        <span className="ink-2" role="status">
          {text.sent(sizeText(sentBytes), sizeText(sizeBytes))}
        </span>
        <Progress.Root className="import-bar" value={percent} aria-label={text.sendingLabel}>
          <Progress.Indicator style={{ width: `${percent}%` }} />
        </Progress.Root>
      </div>
    </Modal>
  );
}
