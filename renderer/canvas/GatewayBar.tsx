import { Panel } from '@xyflow/react';
import { X } from 'lucide-react';
import { gateways } from '../../shared/gateways/index.ts';
import { Select, Tip } from '../parts/index.ts';
import { lookThroughGateway, useGatewayView, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

const texts = words.exports.onDrawing;
const offered = [...gateways.values()].flatMap(({ id, dialect }) => (dialect === null ? [] : [{ value: id, label: dialect.title }]));

/** Through which gateway the drawing is seen, and how much of it that one does. */
export function GatewayBar() {
  const gatewayId = useGatewayView((state) => state.gatewayId);
  const fidelity = useGatewayView((state) => state.fidelity);
  const policy = useGatewayView((state) => state.policy);
  if (gatewayId === null) return null;
  const counts = { approximated: 0, 'not-expressible': 0, application: 0, exact: 0 };
  for (const one of fidelity?.values() ?? []) counts[one.fidelity]++;
  const isAll = counts.exact === fidelity?.size;
  const sentence = policy === null ? '' : fidelity === null ? texts.blocked : isAll ? texts.all : texts.counts(counts);
  return (
    <Panel position="top-center" className="gateway-bar" role="region" aria-label={texts.through}>
      <Select label={texts.gateway} value={gatewayId} options={offered} onChange={lookThroughGateway} />
      <span className="small" role="status">
        {sentence}
      </span>
      <button
        type="button"
        className="btn compact"
        onClick={() => {
          viewStore.getState().show({ exportTarget: gatewayId });
          viewStore.getState().goTo('export');
        }}
      >
        {texts.toExport}
      </button>
      <Tip text={texts.endShort} side="bottom">
        <button type="button" className="btn ghost icon compact" aria-label={texts.endShort} onClick={() => lookThroughGateway(null)}>
          <X size={14} />
        </button>
      </Tip>
    </Panel>
  );
}
