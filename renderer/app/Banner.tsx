import { TriangleAlert } from 'lucide-react';
import { reload, resolveOutsideChange, saveAs } from '../files/index.ts';
import { fileName, isEdited, useDocument, useView } from '../state/index.ts';

/** What a person must know before going on: the file changed outside, or the host is gone. */
export function Banner() {
  const isLost = useView((state) => state.isConnectionLost);
  const change = useDocument((state) => state.outsideChange);
  const path = useDocument((state) => state.origin.path);
  const edited = useDocument(isEdited);
  if (isLost) {
    return (
      <div className="banner is-bad" role="alert">
        <TriangleAlert size={16} />
        <span>
          Gracefall’s local server has stopped. Nothing can be saved or rehearsed until it runs again; what you changed up to the last
          second is kept.
        </span>
        <button type="button" className="btn compact" onClick={() => window.location.reload()}>
          Connect again
        </button>
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
