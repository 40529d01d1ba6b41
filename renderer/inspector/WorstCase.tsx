import { useMemo } from 'react';
import { portsOf } from '../../shared/edit/index.ts';
import { type Bounds, worstCases } from '../../shared/kinds/index.ts';
import { expectedTraffic } from '../../shared/lint/index.ts';
import type { Policy, PolicyNode } from '../../shared/model/index.ts';
import { useFindings } from '../state/index.ts';
import { countText, latencyText, usdText, words } from '../words/index.ts';

/** What one call of this node can take, send and cost at most, computed from the drawing alone. */
export function WorstCase({ node, policy }: { readonly node: PolicyNode; readonly policy: Policy }) {
  const { cases, tokensText } = useWorstCases(policy);
  const ports = portsOf(node);
  return (
    <section className="inspector-section" aria-label={words.inspector.worstCase}>
      <h3 className="caption">{words.inspector.worstCaseTitle}</h3>
      <BoundsTable
        rows={[
          { id: 'all', label: words.inspector.inAll, bounds: cases.of(node.id), isTotal: true },
          ...(ports.length > 1 ? ports.map(({ id, label }) => ({ id, label, bounds: cases.below(node.id, id) })) : []),
        ]}
      />
      <p className="small ink-2">{words.inspector.worstCaseNote(tokensText)}</p>
    </section>
  );
}

export function useWorstCases(policy: Policy) {
  const figures = useFindings((state) => state.traffic);
  return useMemo(() => {
    const traffic = expectedTraffic(figures);
    return { cases: worstCases(policy, traffic), tokensText: traffic.tokensText };
  }, [policy, figures]);
}

export interface BoundsRow {
  readonly id: string;
  readonly label: string;
  readonly bounds: Bounds;
  readonly isTotal?: boolean;
}

export const BoundsTable = ({ rows }: { readonly rows: readonly BoundsRow[] }) => (
  <table className="worst-cases">
    <thead>
      <tr>
        <td />
        <th scope="col">{words.inspector.latency}</th>
        <th scope="col">{words.inspector.attempts}</th>
        <th scope="col">{words.inspector.cost}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(({ id, label, bounds, isTotal }) => (
        <tr key={id} className={isTotal === true ? 'strong' : undefined}>
          <th scope="row">{label}</th>
          <td>{text(bounds.latencyMs, latencyText)}</td>
          <td>{text(bounds.attempts, countText)}</td>
          <td>{text(bounds.usd, usdText)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const text = (value: number, write: (value: number) => string): string => (Number.isFinite(value) ? write(value) : words.inspector.noBound);
