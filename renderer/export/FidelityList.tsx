import { CircleDashed, CircleX, MonitorSmartphone } from 'lucide-react';
import type { Fidelity, NodeFidelity } from '../../shared/gateways/index.ts';
import { useDocument, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';

const ICONS: Readonly<Record<Exclude<Fidelity, 'exact'>, typeof CircleX>> = {
  'not-expressible': CircleX,
  approximated: CircleDashed,
  application: MonitorSmartphone,
};
const ORDER = ['not-expressible', 'approximated', 'application'] as const;

/** What the target does not do as it is drawn, worst first; each node leads to its card. */
export function FidelityList({ fidelity }: { readonly fidelity: readonly NodeFidelity[] }) {
  const nodes = useDocument((state) => state.history?.document.policy.nodes) ?? [];
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const exact = fidelity.filter((one) => one.fidelity === 'exact').length;
  return (
    <>
      {ORDER.map((kind) => {
        const those = fidelity.filter((one) => one.fidelity === kind);
        const Icon = ICONS[kind];
        return those.length === 0 ? null : (
          <section key={kind}>
            <h2 className="caption">{words.exports.fidelity[kind](those.length)}</h2>
            <ul className="export-fidelity">
              {those.map(({ nodeId, sentences }) => (
                <li key={nodeId} className={`is-${kind}`}>
                  <Icon size={16} aria-hidden />
                  <div>
                    <button type="button" className="btn link" onClick={() => viewStore.getState().focusOn(nodeId, null)}>
                      {names.get(nodeId) ?? nodeId}
                    </button>
                    {sentences.map((sentence) => (
                      <p key={sentence} className="small ink-2">
                        {sentence}
                      </p>
                    ))}
                  </div>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      <p className="small ink-3">{words.exports.asDrawn(exact)}</p>
    </>
  );
}
