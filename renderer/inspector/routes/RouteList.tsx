import { useState } from 'react';
import { kinds, percentText, type Route } from '../../../shared/kinds/index.ts';
import { readTraffic } from '../../rehearsal/read-traffic.ts';
import { type TrafficChoice, useInputs } from '../../state/index.ts';
import { countText, enumerated, shareText, words } from '../../words/index.ts';
import type { FieldFormProps } from '../FieldForm.tsx';
import { ListFrame, type ListProps } from '../ListFrame.tsx';
import { RouteItem } from './RouteItem.tsx';
import { sentenceOf, shareSegments } from './route.ts';
import { type RouteCounts, useRouteCounts } from './use-route-counts.ts';

/** The routes of a router: conditions tried from the top, what they read as, where they lead, and what is left for the last way out. */
export function RouteList({ form, ...list }: ListProps & { readonly form: FieldFormProps }) {
  const { field, items, id, onChange } = list;
  const routes = items as unknown as readonly Route[];
  const { policy, nodeId, isDisabled, problemOf, focusKey } = form;
  const counts = useRouteCounts(form.config);
  const traffic = useInputs((state) => state.traffic);
  const targetOf = (port: string): string | undefined => {
    const edge = policy.edges.find((candidate) => candidate.from === nodeId && candidate.port === port);
    return policy.nodes.find((node) => node.id === edge?.to)?.name;
  };
  const pointedAt = focusKey?.startsWith(`${field.key}.`) === true ? focusKey.slice(field.key.length + 1) : null;
  return (
    <>
      <ListFrame
        {...list}
        isDisabled={isDisabled}
        renderItem={(item, i) => {
          const route = item as unknown as Route;
          return (
            <>
              <RouteItem
                id={`${id}-${i}`}
                number={i + 1}
                route={route}
                fields={list.control.fields}
                columns={counts.columns}
                trafficName={traffic?.label}
                isDisabled={isDisabled}
                focusKey={pointedAt?.startsWith(`${i}.`) === true ? pointedAt.slice(String(i).length + 1) : null}
                problemOf={(key, value) => problemOf?.(`${field.key}.${i}.${key}`, value)}
                onChange={(next, burst) => onChange(items.with(i, next as unknown as Readonly<Record<string, unknown>>), burst)}
              />
              <Reading sentence={sentenceOf(route)} target={nodeId === null ? null : targetOf(route.id)} count={takenBy(counts, i)} />
            </>
          );
        }}
        after={
          <li className="list-item is-rest">
            <div className="list-item-head">
              <span className="strong">{words.routes.otherwise}</span>
            </div>
            <Reading
              sentence={words.routes.rest}
              target={nodeId === null ? null : targetOf(kinds.get('router')?.face.ports(form.config).at(-1)?.id ?? '')}
              count={takenBy(counts, routes.length)}
            />
          </li>
        }
      />
      <ShareBar routes={routes} />
      <CountNote counts={counts} traffic={traffic} />
    </>
  );
}

/** What the figures were counted in, or why there are none and what would bring them. */
function CountNote({ counts, traffic }: { readonly counts: RouteCounts; readonly traffic: TrafficChoice | null }) {
  const [isReading, setReading] = useState(false);
  const label = traffic?.label ?? '';
  const read = (): void => {
    if (traffic === null) return;
    setReading(true);
    void readTraffic({ ...traffic, handle: null }).finally(() => setReading(false));
  };
  return (
    <p className="small ink-3 count-note" role="status">
      {counts.state === 'counted' ? words.routes.countedIn(label) : words.routes.notCounted[counts.state]}{' '}
      {(counts.state === 'unread' || counts.state === 'gone') && (
        <button type="button" className="btn link small" disabled={isReading} onClick={read}>
          {isReading ? words.routes.reading : words.routes.readNow(label)}
        </button>
      )}
    </p>
  );
}

function takenBy(counts: RouteCounts, position: number): string | undefined {
  if (counts.state !== 'counted') return undefined;
  const count = counts.counts[position];
  if (count === undefined) return undefined;
  const share = shareText(counts.requests === 0 ? 0 : count / counts.requests);
  return counts.isExact ? words.routes.takes(countText(count), share) : words.routes.takesAbout(countText(count), share);
}

/** The condition as a sentence, where it leads, and how much of the traffic goes there. `target` null = not asked, undefined = nothing. */
const Reading = ({
  sentence,
  target,
  count,
}: {
  readonly sentence: string;
  readonly target: string | null | undefined;
  readonly count: string | undefined;
}) => (
  <p className="route-reading small ink-2">
    {sentence}
    {target !== null && (
      <>
        {', '}
        <span className="strong">{target === undefined ? words.routes.leadsNowhere : words.routes.leadsTo(target)}</span>
      </>
    )}
    {count !== undefined && <span className="route-count">{count}</span>}
  </p>
);

/** Shares side by side with what they leave, so that it is seen that they are shares of what is left and not of all. */
function ShareBar({ routes }: { readonly routes: readonly Route[] }) {
  const segments = shareSegments(routes);
  if (segments.length === 0) return null;
  const text = segments.map(({ index, share }) =>
    words.routes.shareOf(index === null ? words.routes.left : String(index + 1), percentText(Math.round(share * 1000) / 1000)),
  );
  return (
    <figure className="share-bar" aria-label={words.routes.sharesTitle}>
      <div className="share-bar-track" aria-hidden="true">
        {segments.map(({ index, share }) => (
          <span key={index ?? 'left'} className={index === null ? 'is-left' : undefined} style={{ flexGrow: share }}>
            {share >= 0.08 ? (index === null ? words.routes.left : index + 1) : ''}
          </span>
        ))}
      </div>
      <figcaption className="small ink-2">
        {enumerated(text)}. {segments.length > 2 && words.routes.sharesNote}
      </figcaption>
    </figure>
  );
}
