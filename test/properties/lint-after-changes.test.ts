import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Command, connect, disconnect, removeNodes, setConfig, setProvider } from '../../shared/edit/index.ts';
import { findCycle, kinds, worstCases } from '../../shared/kinds/index.ts';
import { lintReport, rules } from '../../shared/lint/index.ts';
import { lintWith } from '../../shared/lint/lint.ts';
import { edgeId } from '../../shared/model/index.ts';
import { bigPolicy } from '../bench/big-policy.ts';
import { commandOf, steps } from './random-commands.ts';

/** Lint and bounds remember what they found out about parts that a change left alone. They must say what they would say of a document that they never saw. */

/** Two parts between which no call leads, until one is drawn. */
const start = bigPolicy(2);
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

/** Every rule is asked about the policy as a whole. */
const together = rules.map((rule) => ({ ...rule, isAboutAll: true as const }));

test('whatever a person draws, what is asked part by part is what is asked of the whole', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      let document = bigPolicy(2);
      for (const step of sequence) {
        document = commandOf(document, step)?.apply(document) ?? document;
        lintReport(document.policy);
      }
      // Ordinary rates cannot be followed round a loop; asked part by part, the other parts are told of all the same.
      fc.pre(findCycle(document.policy) === undefined);
      expect(lintReport(document.policy)).toEqual(lintWith(document.policy, kinds, together));
      expect(lintReport(document.policy)).toEqual(lintReport(structuredClone(document.policy)));
    }),
    { numRuns: 25 },
  );
});
