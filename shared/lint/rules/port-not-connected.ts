import type { Rule } from '../rule.ts';

export const portNotConnected: Rule = {
  id: 'graph/port-not-connected',
  severity: 'error',
  run: ({ policy, portsOf }) => {
    // An edge to a node that is not there is a finding of its own; saying both would be saying it twice.
    const connected = new Set(policy.edges.map((edge) => `${edge.from}:${edge.port}`));
    return policy.nodes.flatMap((node) =>
      (portsOf(node) ?? [])
        .filter((port) => port.required && !connected.has(`${node.id}:${port.id}`))
        .map((port) => ({
          message: `"${port.label}" of ${node.name} is not connected, so a request that goes there has nowhere to go. Connect it to the node that should be called.`,
          nodeId: node.id,
          about: port.id,
          edgeId: `${node.id}:${port.id}`,
        })),
    );
  },
};
