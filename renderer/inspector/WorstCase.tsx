import { useMemo } from 'react';
import { portsOf } from '../../shared/edit/index.ts';
import { type Bounds, worstCases } from '../../shared/kinds/index.ts';
import { expectedTraffic } from '../../shared/lint/index.ts';
import type { Policy, PolicyNode } from '../../shared/model/index.ts';
import { countText, latencyText, usdText } from '../rehearse/figure-text.ts';
import { useFindings } from '../state/index.ts';

/** What one call of this node can take, send and cost at most, computed from the drawing alone. */
export function WorstCase({ node, policy }: { readonly node: PolicyNode; readonly policy: Policy }) {
  const figures = useFindings((state) => state.traffic);
  const traffic = expectedTraffic(figures);
  const cases = useMemo(() => worstCases(policy, expectedTraffic(figures)), [policy, figures]);
  const own = cases.of(node.id);
  const ports = portsOf(node);
  return (
    <section className="inspector-section" aria-label="Worst case">
      <h3 className="caption">Worst case of one call</h3>
      <table className="worst-cases">
        <thead>
          <tr>
            <td />
            <th scope="col">Latency</th>
            <th scope="col">Attempts</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          <Row label="in all" bounds={own} isTotal />
          {ports.length > 1 && ports.map((port) => <Row key={port.id} label={port.label} bounds={cases.below(node.id, port.id)} />)}
        </tbody>
      </table>
      <p className="small ink-2">For {traffic.tokensText}, at list prices. No incident makes it worse.</p>
    </section>
  );
}

const Row = ({ label, bounds, isTotal = false }: { readonly label: string; readonly bounds: Bounds; readonly isTotal?: boolean }) => (
  <tr className={isTotal ? 'strong' : undefined}>
    <th scope="row">{label}</th>
    <td>{text(bounds.latencyMs, latencyText)}</td>
    <td>{text(bounds.attempts, countText)}</td>
    <td>{text(bounds.usd, usdText)}</td>
  </tr>
);

const text = (value: number, write: (value: number) => string): string => (Number.isFinite(value) ? write(value) : 'no bound');
