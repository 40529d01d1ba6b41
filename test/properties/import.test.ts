import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { gateways, importConfig } from '../../shared/gateways/index.ts';
import { lint } from '../../shared/lint/index.ts';
import { anyProvider, CASES, drawnTree, PROVIDERS, policyOf } from './random-policy.ts';

/** A config of a gateway that this product wrote is read back as a policy that is written as the same bytes. */
const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const KINDS = [
  'model',
  'retry',
  'timeout',
  'fallback',
  'router',
  'input-guard',
  'output-guard',
  'breaker',
  'budget',
  'cache',
  'template',
  'rate-limit',
  'deadline',
];
/** Not shrunk: two exports and an import for each of thousands of smaller policies take minutes. */
const RUNS = { numRuns: CASES, endOnFailure: true };
const anyPolicy = fc
  .tuple(drawnTree(KINDS), ...PROVIDERS.map(anyProvider))
  .map(([root, ...providers]) => policyOf(root, providers))
  .filter((policy) => policy !== undefined);

test.each(['portkey', 'portkey-hosted'])(
  '%s: what is exported is read back and exported as the same file, with nothing left unread',
  (id) => {
    const gateway = gateways.get(id)!;
    let files = 0;
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const exported = gateway.export(policy, { sha256Of, protections: 'leave-out' });
        if (!exported.ok) return;
        for (const { text } of exported.value.files) {
          const read = importConfig(text, policy.name);
          if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
          expect(lint(read.value.policy).filter(({ severity }) => severity === 'error')).toEqual([]);
          const again = gateway.export(read.value.policy, { sha256Of, protections: 'refuse' });
          if (!again.ok) throw new Error(again.error.map(({ message }) => message).join('\n'));
          // The order of a guard and a cache on one target is no meaning of the file's.
          const shown = (one: string): unknown => (id === 'portkey' ? one : JSON.parse(one));
          expect(again.value.files.map((file) => shown(file.text))).toEqual([shown(text)]);
          expect(read.value.unread).toEqual([]);
          expect(read.value.secrets).toEqual([]);
          files++;
        }
      }),
      RUNS,
    );
    expect(files).toBeGreaterThan(CASES / 4);
  },
);

/** Guards and caches of some calls only are asked for by the application, request by request; the file says nothing of which, so they cannot be drawn. */
function forAll(config: any): unknown {
  const guardrails = config.guardrails?.filter((one: any) => one.litellm_params.default_on);
  const { cache, cache_params, ...settings } = config.litellm_settings ?? {};
  const own = cache_params?.mode === 'default_off' ? settings : (config.litellm_settings ?? {});
  const { guardrails: _, litellm_settings: __, ...rest } = config;
  // A count of broken connections alone is LiteLLM's count of all internal server errors, and is read as that.
  for (const { model_info } of rest.model_list) {
    const fails = model_info.allowed_fails_policy;
    const count = fails?.InternalServerErrorAllowedFails;
    if (count !== undefined) Object.assign(fails, { ServiceUnavailableErrorAllowedFails: count, BadGatewayErrorAllowedFails: count });
  }
  return { ...rest, ...(guardrails?.length > 0 && { guardrails }), ...(Object.keys(own).length > 0 && { litellm_settings: own }) };
}

test('litellm: what is exported is read back and exported as a config of the same meaning', () => {
  const gateway = gateways.get('litellm')!;
  let files = 0;
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      const exported = gateway.export(policy, { sha256Of, protections: 'leave-out' });
      if (!exported.ok) return;
      const text = exported.value.files[0]!.text;
      // Where an application makes several calls in one request, which of them comes when is not in the file.
      if (parse(text).model_list[0].model_name.split('-')[0] !== policy.id) return;
      const read = importConfig(text, policy.name);
      if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
      expect(lint(read.value.policy).filter(({ severity }) => severity === 'error')).toEqual([]);
      const again = gateway.export(read.value.policy, { sha256Of, protections: 'refuse' });
      if (!again.ok) throw new Error(again.error.map(({ message }) => message).join('\n'));
      expect(parse(again.value.files[0]!.text)).toEqual(forAll(parse(text)));
      expect(read.value.secrets).toEqual([]);
      files++;
    }),
    RUNS,
  );
  expect(files).toBeGreaterThan(CASES / 4);
});

test('cloudflare: what is exported is read back and exported as a route of the same meaning', () => {
  const gateway = gateways.get('cloudflare')!;
  let files = 0;
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      const exported = gateway.export(policy, { sha256Of, protections: 'leave-out' });
      if (!exported.ok) return;
      for (const { text } of exported.value.files) {
        const read = importConfig(text, policy.name);
        if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
        const again = gateway.export(read.value.policy, { sha256Of, protections: 'refuse' });
        if (!again.ok) throw new Error(again.error.map(({ message }) => message).join('\n'));
        expect(again.value.files.map((file) => file.text)).toEqual([text]);
        files++;
      }
    }),
    RUNS,
  );
  expect(files).toBeGreaterThan(CASES / 4);
});
