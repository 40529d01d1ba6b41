import { TriangleAlert } from 'lucide-react';
import { reload, resolveOutsideChange, saveAs } from '../files/index.ts';
import { fileName, isEdited, useDocument, useView } from '../state/index.ts';
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
        <span>
          Gracefall’s local server has stopped, so nothing can be saved or rehearsed. What you changed until then is kept; changes from now
          on live only in this window.
        </span>
        <button type="button" className="btn compact" onClick={() => void connectAgain()}>
          Connect again
        </button>
        {isOpen && (
          <button type="button" className="btn compact ghost" onClick={downloadCopy}>
            Download a copy
          </button>
        )}
      </div>
    );
  }
  if (change === null || path === null) return null;
  const name = fileName(path);
  return (
    <div className="banner" role="alert">
      <TriangleAlert size={16} />
      <span>
        {change.sha256 === null ? `${name} was removed from the disk.` : `${name} was changed outside.`}{' '}
        {change.sha256 === null
          ? 'Save it again to keep it.'
          : edited
            ? 'Saving will ask which version shall stay.'
            : 'Here it is still the older version.'}
      </span>
      {change.sha256 === null ? (
        <button type="button" className="btn compact" onClick={() => void saveAs()}>
          Save as …
        </button>
      ) : (
        <button type="button" className="btn compact" onClick={() => void (edited ? resolveOutsideChange() : reload())}>
          {edited ? 'Decide now' : 'Load it from disk'}
        </button>
      )}
    </div>
  );
}
