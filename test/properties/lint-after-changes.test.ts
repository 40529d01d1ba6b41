import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Command, connect, disconnect, removeNodes, setConfig, setProvider } from '../../shared/edit/index.ts';
import { worstCases } from '../../shared/kinds/index.ts';
import { lintReport } from '../../shared/lint/index.ts';
import { edgeId } from '../../shared/model/index.ts';
import { bigPolicy } from '../bench/big-policy.ts';

/** Lint and bounds remember what they found out about parts that a change left alone. They must say what they would say of a document that they never saw. */

const start = bigPolicy(1);
const ids = start.policy.nodes.map(({ id }) => id);
const id = fc.constantFrom(...ids);
const edge = fc.constantFrom(...start.policy.edges);
const change: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(id, fc.nat(6)).map(([at, value]) => setConfig(at, 'maxRetries', value)),
  fc.tuple(id, fc.nat(90_000)).map(([at, value]) => setConfig(at, 'timeoutMs', value)),
  fc.tuple(id, fc.nat(9)).map(([at, value]) => setConfig(at, 'failureCount', value)),
  fc.tuple(id, fc.constantFrom('stop', 'downgrade')).map(([at, value]) => setConfig(at, 'atLimit', value)),
  fc.tuple(id, fc.constantFrom('provider-0', 'provider-1', 'nobody')).map(([at, value]) => setConfig(at, 'providerId', value)),
  id.map((at) => removeNodes([at])),
  edge.map((one) => disconnect([edgeId(one)])),
  fc.tuple(edge, id).map(([one, to]) => connect({ ...one, to })),
  fc.constantFrom('eu', 'us', null).map((region) => setProvider('provider-1', { region })),
);

test('after any sequence of changes the findings and bounds are those of a document seen for the first time', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (commands) => {
      let document = start;
      for (const command of commands) {
        document = command.apply(document);
        lintReport(document.policy);
      }
      const anew = structuredClone(document.policy);
      expect(lintReport(document.policy)).toEqual(lintReport(anew));
      const tokens = { inputTokens: 1_000, outputTokens: 300 };
      const [known, fresh] = [worstCases(document.policy, tokens), worstCases(anew, tokens)];
      for (const { id: nodeId } of anew.nodes) expect(known.of(nodeId)).toEqual(fresh.of(nodeId));
    }),
    { numRuns: 25 },
  );
});
