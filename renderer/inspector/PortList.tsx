import { canConnect, connect, disconnect, portsOf } from '../../shared/edit/index.ts';
import { edgeId, type Policy, type PolicyNode } from '../../shared/model/index.ts';
import { Select } from '../parts/index.ts';
import { documentStore } from '../state/index.ts';
import { FieldRow } from './FieldRow.tsx';

/** Focus key of what a port calls; a field's key is a dotted path and never begins like this. */
export const portKey = (portId: string): string => `port:${portId}`;

/** What each port calls: the same as drawing a wire, for hands that use the keyboard. */
export function PortList({
  node,
  policy,
  isReadOnly,
  focusKey,
}: {
  readonly node: PolicyNode;
  readonly policy: Policy;
  readonly isReadOnly: boolean;
  /** As `portKey` makes it: a finding points to this port. */
  readonly focusKey: string | null;
}) {
  const ports = portsOf(node);
  if (ports.length === 0) return null;
  return (
    <section className="inspector-section" aria-label="Calls">
      <h3 className="caption">Calls</h3>
      {ports.map((port) => {
        const edge = policy.edges.find(({ from, port: id }) => from === node.id && id === port.id);
        const reachable = policy.nodes.filter(
          ({ id }) => id === edge?.to || canConnect(policy, { from: node.id, port: port.id, to: id }).ok,
        );
        const id = `port-${node.id}-${port.id}`;
        return (
          <FieldRow
            key={port.id}
            id={id}
            label={port.label}
            help={port.required ? 'The node that is called here. It must call one.' : 'The node that is called here.'}
            isFocused={focusKey === portKey(port.id)}
          >
            <Select
              id={id}
              value={edge?.to ?? ''}
              options={[
                { value: '', label: port.required ? 'nothing yet' : 'nothing' },
                ...reachable.map(({ id: to, name }) => ({ value: to, label: name })),
              ]}
              isDisabled={isReadOnly}
              onChange={(to) => {
                const { run } = documentStore.getState();
                if (to === '') {
                  if (edge !== undefined) run(disconnect([edgeId(edge)]));
                } else run(connect({ from: node.id, port: port.id, to }));
              }}
            />
          </FieldRow>
        );
      })}
    </section>
  );
}
