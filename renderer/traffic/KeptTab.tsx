import { Archive, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { client, type HostClient } from '../connection/index.ts';
import { viewStore } from '../state/index.ts';
import { countText, dayText, sizeText, spanText, words } from '../words/index.ts';
import { openKept, storeChanged, useWork } from './work.ts';

type Kept = Awaited<ReturnType<HostClient['traffic']['stored']>>[number];
const text = words.trafficRoom.kept;

/** Imported logs that need their files no longer. */
export function KeptTab({ isBusy, onOpened }: { readonly isBusy: boolean; readonly onOpened: () => void }) {
  const version = useWork((state) => state.storeVersion);
  const [kept, setKept] = useState<readonly Kept[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the list may be another
  useEffect(() => {
    let isCurrent = true;
    client()
      .traffic.stored()
      .then((list) => isCurrent && setKept(list))
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [version]);
  if (kept === null) return <p className="tr-body ink-3">{words.trafficRoom.reading}</p>;
  if (kept.length === 0) {
    return (
      <div className="rh-empty">
        <h2>{text.none}</h2>
        <p>{text.noneAbout}</p>
        <p>{text.about}</p>
      </div>
    );
  }
  return (
    <div className="tr-body scroll-thin">
      <p className="ink-2 tr-about">
        <Archive size={14} aria-hidden="true" /> {text.about}
      </p>
      <table className="tr-table tr-kept">
        <thead>
          <tr>
            <th scope="col">{text.head.name}</th>
            <th scope="col">{text.head.requests}</th>
            <th scope="col">{text.head.span}</th>
            <th scope="col">{text.head.from}</th>
            <th scope="col">{text.head.outcomes}</th>
            <th scope="col">{text.head.kept}</th>
            <th scope="col">{text.head.size}</th>
            <th scope="col">
              <span className="visually-hidden">{text.openOrRemove}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {kept.map((one) => (
            <Row key={one.id} kept={one} isBusy={isBusy} onOpened={onOpened} />
          ))}
        </tbody>
      </table>
      <p className="ink-3 small">
        {text.total(
          kept.length,
          kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        )}
      </p>
    </div>
  );
}

function Row({ kept, isBusy, onOpened }: { readonly kept: Kept; readonly isBusy: boolean; readonly onOpened: () => void }) {
  const { id, label, source, requests, durationMs, startUnixMs, hasOutcomes, storedAt, sizeBytes, damage } = kept;
  return (
    <tr>
      <td>
        <b>{label}</b> {damage !== null && <span className="pill error">{text.damaged}</span>}
        {damage === null ? (
          source !== null && <div className="small ink-3 tr-source">{source}</div>
        ) : (
          <div className="small ink-failed tr-damage">
            <TriangleAlert size={12} aria-hidden="true" /> {damage}
          </div>
        )}
      </td>
      <td className="tr-number">{countText(requests)}</td>
      <td className="tr-number">{spanText(durationMs)}</td>
      <td className="tr-number">{startUnixMs === null ? text.unknown : dayText(new Date(startUnixMs))}</td>
      <td className="tr-number">{hasOutcomes ? text.withOutcomes : text.withoutOutcomes}</td>
      <td className="tr-number">{dayText(new Date(storedAt))}</td>
      <td className="tr-number">{sizeText(sizeBytes)}</td>
      <td className="tr-verbs">
        <button
          type="button"
          className="btn compact"
          aria-label={text.openNamed(label)}
          disabled={isBusy || damage !== null}
          onClick={() => void openKept(id).then((isOpen) => isOpen && onOpened())}
        >
          {text.open}
        </button>
        <button
          type="button"
          className="btn compact danger"
          aria-label={text.removeNamed(label)}
          disabled={isBusy}
          onClick={() => void remove(kept)}
        >
          {text.remove}
        </button>
      </td>
    </tr>
  );
}

async function remove({ id, label, requests, sizeBytes }: Kept): Promise<void> {
  const view = viewStore.getState();
  const answer = await view.ask({
    title: text.removeTitle(label),
    text: text.removeText(requests, sizeBytes),
    choices: [
      { id: 'leave', label: text.keepIt },
      { id: 'remove', label: text.remove, tone: 'danger' },
    ],
  });
  if (answer !== 'remove') return;
  const removed = await client().traffic.removeStored({ id });
  view.toast(removed.ok ? { tone: 'note', text: text.removed(label) } : { tone: 'bad', text: removed.message });
  storeChanged();
}
