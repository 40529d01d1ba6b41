import { fidelityAt } from '../../../shared/gateways/fidelity.ts';
import type { Dialect, Gateway } from '../../../shared/gateways/index.ts';
import { ok } from '../../../shared/model/index.ts';

/** A gateway that tries models one after the other and knows nothing else. */
const dialect: Dialect = {
  id: 'ninth',
  title: 'Ninth 1.0',
  settings: {},
  rewrite: (policy) => ({
    policy,
    copies: new Map(),
    applications: new Set(),
    differences: policy.nodes
      .filter(({ kind }) => kind === 'breaker')
      .map(({ id, name }) => ({ nodeId: id, effect: 'left-out', sentence: `${name} is left out: Ninth has no breaker.` })),
  }),
};

export const ninthGateway: Gateway = {
  id: 'ninth',
  title: 'Ninth gateway list',
  purpose: 'Models in the order in which they are tried.',
  fileExtension: '.ninth.txt',
  dialect,
  export: (policy) => {
    const models = policy.nodes.filter(({ kind }) => kind === 'model').map(({ name }) => name);
    return ok({ files: [{ part: '', text: `${models.join('\n')}\n` }], fidelity: fidelityAt(dialect, policy), findings: [] });
  },
  verify: (text) => (text.endsWith('\n') ? [] : ['It is cut short.']),
};
