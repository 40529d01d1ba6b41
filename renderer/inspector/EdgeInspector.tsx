import { ArrowRight, Trash2 } from 'lucide-react';
import { disconnect, portName } from '../../shared/edit/index.ts';
import { edgeId, type Policy, type PolicyEdge } from '../../shared/model/index.ts';
import { countText, shareText } from '../rehearse/figure-text.ts';
import { documentStore, useRun, viewStore } from '../state/index.ts';

export function EdgeInspector({
  edge,
  policy,
  isReadOnly,
}: {
  readonly edge: PolicyEdge;
  readonly policy: Policy;
  readonly isReadOnly: boolean;
}) {
  const from = policy.nodes.find(({ id }) => id === edge.from);
  const to = policy.nodes.find(({ id }) => id === edge.to);
  const figures = useRun((state) => state.result)?.edges.find((other) => edgeId(other) === edgeId(edge));
  const select = (id: string): void => viewStore.getState().select({ nodes: [id] });
  return (
    <>
      <div className="inspector-head">
        <span className="inspector-glyph">
          <ArrowRight size={18} />
        </span>
        <div className="inspector-name">
          <h2 className="inspector-title">Connection</h2>
          <div className="small ink-3">Every connection is a call, and every call gets one reply.</div>
        </div>
      </div>
      <div className="inspector-body scroll-thin">
        <p>
          <button type="button" className="btn link" onClick={() => select(edge.from)}>
            {from === undefined ? edge.from : portName(from, edge.port)}
          </button>{' '}
          calls{' '}
          <button type="button" className="btn link" onClick={() => select(edge.to)}>
            {to?.name ?? edge.to}
          </button>
        </p>
        {figures !== undefined && (
          <p className="ink-2">
            {figures.calls === 0
              ? 'Never used in the last run.'
              : `${countText(figures.calls)} calls in the last run, ${shareText(figures.failed / figures.calls)} of them failed.`}
          </p>
        )}
        {!isReadOnly && <p className="small ink-3">What is added from the palette now comes to stand on this wire.</p>}
        <div>
          <button
            type="button"
            className="btn danger"
            disabled={isReadOnly}
            onClick={() => {
              documentStore.getState().run(disconnect([edgeId(edge)]));
              viewStore.getState().select({});
            }}
          >
            <Trash2 size={14} /> Remove connection
          </button>
        </div>
      </div>
    </>
  );
}
