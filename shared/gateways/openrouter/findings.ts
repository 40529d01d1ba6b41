import { numberText } from '../../kinds/index.ts';
import type { Finding, Policy } from '../../model/index.ts';
import { configOf } from '../rewrite.ts';
import { isKnownProvider } from './map/model.ts';
import type { Preset } from './schema.ts';

/** What of a preset is worth knowing before it is sent. */
export function presetFindings(policy: Policy, presets: readonly { readonly part: string; readonly preset: Preset }[]): Finding[] {
  const names = [...new Set(presets.flatMap(({ preset }) => preset.models))];
  const findings: Finding[] = [
    {
      rule: 'openrouter/names-of-models',
      severity: 'info',
      message: `Models are named by their author and the name in the policy (${names.join(', ')}): hold them against OpenRouter’s list, which writes some of them otherwise and refuses a name that it does not know.`,
    },
  ];
  for (const { part, preset } of presets) {
    const { max_price: most } = preset.provider;
    if (most === undefined) continue;
    findings.push({
      rule: 'openrouter/price-ceiling',
      severity: 'info',
      ...(part === '' ? {} : { nodeId: part }),
      message: `No more is paid than the dearest drawn price, $${numberText(Number(most.prompt))} and $${numberText(Number(most.completion))} for a million tokens in and out: a provider that asks more is passed over, and where none is left the request fails.`,
    });
  }
  const called = new Set(policy.nodes.filter(({ kind }) => kind === 'model').map((node) => String(configOf(node)['providerId'])));
  for (const { id, name } of policy.providers) {
    if (!called.has(id) || isKnownProvider(id)) continue;
    findings.push({
      rule: 'openrouter/unknown-provider',
      severity: 'warning',
      providerId: id,
      message: `${name} is no provider that OpenRouter is known to have, and it calls no others: a request to its models fails. Give the provider the name that OpenRouter knows, or call it past OpenRouter.`,
    });
  }
  return findings;
}
