import { TriangleAlert } from 'lucide-react';
import { mergeWithDisk, reload, resolveOutsideChange, saveAs } from '../files/index.ts';
import { fileName, isEdited, useDocument, useView } from '../state/index.ts';
import { words } from '../words/index.ts';
import { connectAgain, downloadCopy } from './lost-connection.ts';

/** What a person must know before going on: the file changed outside, or the host is gone. */
export function Banner() {
  const isLost = useView((state) => state.isConnectionLost);
  const change = useDocument((state) => state.outsideChange);
  const path = useDocument((state) => state.origin.path);
  const edited = useDocument(isEdited);
  const isOpen = useDocument((state) => state.history !== null);
  if (isLost) {
    return (
      <div className="banner is-bad" role="alert">
        <TriangleAlert size={16} />
        <span>{words.app.lost}</span>
        <button type="button" className="btn compact" onClick={() => void connectAgain()}>
          {words.app.connectAgain}
        </button>
        {isOpen && (
          <button type="button" className="btn compact ghost" onClick={downloadCopy}>
            {words.app.downloadCopy}
          </button>
        )}
      </div>
    );
  }
  if (change === null || path === null) return null;
  const name = fileName(path);
  const text = words.files.banner;
  if (change.sha256 === null) {
    return (
      <div className="banner" role="alert">
        <TriangleAlert size={16} />
        <span>{text.removed(name)}</span>
        <button type="button" className="btn compact" onClick={() => void saveAs()}>
          {words.files.changedOutside.saveAs}
        </button>
      </div>
    );
  }
  return (
    <div className="banner" role="alert">
      <TriangleAlert size={16} />
      <span>
        {text.changed(name)} {edited ? text.edited : text.unedited}
      </span>
      {edited ? (
        <>
          <button type="button" className="btn compact" onClick={() => void mergeWithDisk()}>
            {words.files.changedOutside.merge}
          </button>
          <button type="button" className="btn compact ghost" onClick={() => void resolveOutsideChange()}>
            {text.decide}
          </button>
        </>
      ) : (
        <button type="button" className="btn compact" onClick={() => void reload()}>
          {words.files.changedOutside.reload}
        </button>
      )}
    </div>
  );
}
