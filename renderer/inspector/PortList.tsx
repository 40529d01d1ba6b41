import { useMemo } from 'react';
import { callableFrom, connect, disconnect, portsOf } from '../../shared/edit/index.ts';
import { edgeId, type Policy, type PolicyNode } from '../../shared/model/index.ts';
import { Select } from '../parts/index.ts';
import { documentStore } from '../state/index.ts';
import { words } from '../words/index.ts';
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
  const callable = useMemo(() => callableFrom(policy, node.id), [policy, node.id]);
  if (ports.length === 0) return null;
  return (
    <section className="inspector-section" aria-label={words.inspector.callsTitle}>
      <h3 className="caption">{words.inspector.callsTitle}</h3>
      {ports.map((port) => {
        const edge = policy.edges.find(({ from, port: id }) => from === node.id && id === port.id);
        const target = policy.nodes.find(({ id }) => id === edge?.to);
        // In a drawing that goes round, what is called now may be what must not be.
        const reachable = target === undefined || callable.includes(target) ? callable : [target, ...callable];
        const id = `port-${node.id}-${port.id}`;
        return (
          <FieldRow
            key={port.id}
            id={id}
            label={port.label}
            help={port.required ? words.inspector.portHelpRequired : words.inspector.portHelp}
            isFocused={focusKey === portKey(port.id)}
          >
            <Select
              id={id}
              value={edge?.to ?? ''}
              options={[
                { value: '', label: port.required ? words.inspector.nothingYet : words.inspector.nothing },
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
