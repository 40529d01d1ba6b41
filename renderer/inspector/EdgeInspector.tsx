import { ArrowRight, Trash2 } from 'lucide-react';
import { Fragment, useMemo } from 'react';
import { callableFrom, connect, disconnect, fieldValue, portName, portsOf } from '../../shared/edit/index.ts';
import { failuresText } from '../../shared/kinds/index.ts';
import { edgeId, type FailureClass, type Policy, type PolicyEdge, type PolicyNode } from '../../shared/model/index.ts';
import { Select } from '../parts/index.ts';
import { documentStore, useRun, viewStore } from '../state/index.ts';
import { countText, enumerated, shareText, words } from '../words/index.ts';
import { FieldRow } from './FieldRow.tsx';
import { waysTo } from './ways.ts';

/** One call: where from, by which port, to whom, what leads here, and what went through it in the last run. */
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
  const port = from === undefined ? undefined : portsOf(from).find(({ id }) => id === edge.port);
  const goesOn = from === undefined ? undefined : failuresThatLeadOn(from, edge.port);
  const { run } = documentStore.getState();
  const id = `edge-${edge.from}-${edge.port}`;
  const callable = useMemo(() => callableFrom(policy, edge.from), [policy, edge.from]);
  // In a drawing that goes round, what is called now may be what must not be.
  const targets = to === undefined || callable.includes(to) ? callable : [to, ...callable];
  return (
    <>
      <div className="inspector-head">
        <span className="inspector-glyph">
          <ArrowRight size={18} />
        </span>
        <div className="inspector-name">
          <h2 className="inspector-title">{words.inspector.connection}</h2>
          <div className="small ink-3">{words.inspector.connectionIs}</div>
        </div>
      </div>
      <div className="inspector-body scroll-thin">
        <div className="edge-ends">
          <div className="field">
            <span className="field-label">{words.inspector.from}</span>
            <span className="field-control">
              <NodeLink id={edge.from} name={from?.name ?? edge.from} />
            </span>
          </div>
          <div className="field">
            <span className="field-label">{words.inspector.port}</span>
            <span>{port?.label ?? edge.port}</span>
          </div>
          <FieldRow id={id} label={words.inspector.to} help={words.inspector.toHelp}>
            <Select
              id={id}
              value={edge.to}
              options={targets.map((node) => ({ value: node.id, label: node.name }))}
              isDisabled={isReadOnly}
              onChange={(target) => run(connect({ ...edge, to: target }))}
            />
          </FieldRow>
        </div>
        {goesOn !== undefined && (
          <p className="ink-2">{goesOn.length === 0 ? words.inspector.goesOnNever : words.inspector.goesOnAfter(failuresText(goesOn))}</p>
        )}
        <Ways edge={edge} policy={policy} />
        <EdgeRun edge={edge} />
        {!isReadOnly && <p className="small ink-3">{words.inspector.addsOnWire}</p>}
        {!isReadOnly && (
          <div>
            {to !== undefined && (
              <button
                type="button"
                className="btn danger"
                onClick={() => {
                  run(disconnect([edgeId(edge)]));
                  viewStore.getState().select({});
                }}
              >
                <Trash2 size={14} /> {words.inspector.removeConnection}
              </button>
            )}
          </div>
        )}
      </div>
    </>
  );
}

const NodeLink = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <button type="button" className="btn link" onClick={() => viewStore.getState().select({ nodes: [id] })}>
    {name}
  </button>
);

/** Of a tier that has another one after it; undefined for ports of other kinds and for the last tier. */
function failuresThatLeadOn(node: PolicyNode, port: string): readonly FailureClass[] | undefined {
  const tiers = fieldValue(node, 'tiers');
  if (!Array.isArray(tiers)) return undefined;
  const position = tiers.findIndex((tier) => tier.id === port);
  const continueOn = position === -1 || position === tiers.length - 1 ? undefined : tiers[position].continueOn;
  return Array.isArray(continueOn) ? continueOn : undefined;
}

function Ways({ edge, policy }: { readonly edge: PolicyEdge; readonly policy: Policy }) {
  const { shortest, more } = useMemo(() => waysTo(policy, edge.from), [policy, edge.from]);
  return (
    <section className="inspector-section" aria-label={words.inspector.led}>
      <h3 className="caption">{words.inspector.led}</h3>
      {shortest === undefined ? (
        <p className="ink-2">{words.inspector.ledNothing}</p>
      ) : (
        <p className="edge-path">
          {shortest.map((step, i) => (
            <Fragment key={step.node.id}>
              {i > 0 && <ArrowRight size={12} aria-hidden="true" />}
              <NodeLink id={step.node.id} name={step.port === undefined ? step.node.name : portName(step.node, step.port)} />
            </Fragment>
          ))}
        </p>
      )}
      {more > 0 && <p className="small ink-3">{words.inspector.ledMore(more)}</p>}
    </section>
  );
}

function EdgeRun({ edge }: { readonly edge: PolicyEdge }) {
  const figures = useRun((state) => state.result)?.edges.find((other) => edgeId(other) === edgeId(edge));
  if (figures === undefined) return null;
  const tiers = figures.answeredByTier.flatMap((count, i) => (count === 0 ? [] : [words.inspector.ofTier(i + 1, countText(count))]));
  return (
    <section className="inspector-section" aria-label={words.inspector.inLastRun}>
      <h3 className="caption">{words.inspector.inLastRun}</h3>
      {figures.calls === 0 ? (
        <p className="ink-2">{words.inspector.neverUsed}</p>
      ) : (
        <>
          <dl className="run-figures">
            <div>
              <dt>{words.inspector.calls}</dt>
              <dd>{countText(figures.calls)}</dd>
            </div>
            <div>
              <dt>{words.inspector.answered}</dt>
              <dd>{shareText(1 - figures.failed / figures.calls)}</dd>
            </div>
            <div>
              <dt>{words.inspector.failed}</dt>
              <dd title={words.inspector.countOf(figures.failed, figures.calls)}>{shareText(figures.failed / figures.calls)}</dd>
            </div>
          </dl>
          {tiers.length > 0 && <p className="small ink-2">{words.inspector.answeredByTier(enumerated(tiers))}</p>}
        </>
      )}
    </section>
  );
}
