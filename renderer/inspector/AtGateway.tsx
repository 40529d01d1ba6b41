import { gateways } from '../../shared/gateways/index.ts';
import type { PolicyNode } from '../../shared/model/index.ts';
import { useGatewayView } from '../state/index.ts';
import { words } from '../words/index.ts';

/** What the gateway through which the drawing is seen does of this node; nothing while none is. */
export function AtGateway({ node }: { readonly node: PolicyNode }) {
  const gateway = useGatewayView(({ gatewayId }) => (gatewayId === null ? undefined : gateways.get(gatewayId)));
  const fidelity = useGatewayView((state) => state.fidelity?.get(node.id));
  if (gateway === undefined || fidelity === undefined) return null;
  const title = words.exports.onDrawing.at(gateway.dialect?.title ?? gateway.title);
  return (
    <section className="inspector-section" aria-label={title}>
      <h3 className="caption">{title}</h3>
      {fidelity.fidelity === 'exact' && <p className="ink-2">{words.exports.onDrawing.asDrawn}</p>}
      {fidelity.sentences.map((sentence) => (
        <p key={sentence} className="ink-2">
          {sentence}
        </p>
      ))}
    </section>
  );
}
