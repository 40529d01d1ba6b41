import { Markdown, Modal } from '../parts/index.ts';
import { words } from '../words/index.ts';

/** The kind's own guide. */
export const GuideDialog = ({
  title,
  guide,
  onClose,
}: {
  readonly title: string;
  readonly guide: string;
  readonly onClose: () => void;
}) => (
  <Modal
    title={title}
    description={words.inspector.guideAbout}
    isWide
    onClose={onClose}
    footer={
      <button type="button" className="btn primary" onClick={onClose}>
        {words.inspector.close}
      </button>
    }
  >
    <Markdown text={guide} />
  </Modal>
);
