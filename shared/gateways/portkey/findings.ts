import type { Finding, Policy } from '../../model/index.ts';
import type { ExportedFile } from '../gateway.ts';
import { MEASURED_AS } from '../metadata-query.ts';
import { configOf } from '../rewrite.ts';
import type { Flavour } from './flavour.ts';
import { headerFinding } from './header.ts';
import { lintPortkey } from './lint.ts';
import { environmentName, isKnownProvider } from './map/model.ts';

/** What of a Portkey config is allowed and yet a trap. */
export function fileFindings(policy: Policy, files: readonly ExportedFile[], { isHosted }: Flavour): Finding[] {
  const findings: Finding[] = isHosted ? slugFindings(policy) : [];
  for (const { part, text } of isHosted ? [] : files) {
    const tooLarge = headerFinding(text, part);
    if (tooLarge !== undefined) findings.push(tooLarge);
    // What holds of a config that somebody wrote holds of one that we write; a header that is too large is told above, with its part.
    const traps = lintPortkey(JSON.parse(text), () => undefined).filter(
      ({ severity, rule }) => severity === 'warning' && rule !== tooLarge?.rule,
    );
    findings.push(...traps.map((trap) => (part === '' ? trap : { ...trap, nodeId: part })));
  }
  for (const provider of isHosted ? [] : policy.providers) {
    if (isKnownProvider(provider.id) || !isCalled(policy, provider.id)) continue;
    findings.push({
      rule: 'portkey/unknown-provider',
      severity: 'info',
      providerId: provider.id,
      message: `${provider.name} is no provider that Portkey is known to have: it is called as one that speaks OpenAI’s protocol, at the address in ${environmentName(provider.id)}_BASE_URL.`,
    });
  }
  for (const key of Object.values(MEASURED_AS)) {
    const of = files.find(({ text }) => text.includes(`"metadata.${key}"`));
    if (of === undefined) continue;
    findings.push({
      rule: 'portkey/measure-is-metadata',
      severity: 'info',
      ...(of.part === '' ? {} : { nodeId: of.part }),
      message: `The config reads metadata.${key}${key === 'complexity' ? ' (0 to 1)' : ''}, which Portkey does not measure: the application must send it in x-portkey-metadata with each request, or every request leaves by “otherwise”.`,
    });
  }
  return findings;
}

function slugFindings(policy: Policy): Finding[] {
  const slugs = policy.providers.filter(({ id }) => isCalled(policy, id)).map(({ id }) => `@${id}`);
  if (slugs.length === 0) return [];
  return [
    {
      rule: 'portkey/provider-slugs',
      severity: 'info',
      message: `The config calls ${slugs.join(', ')}: the model catalogue at Portkey must have ${slugs.length === 1 ? 'a provider of this slug' : 'providers of these slugs'}, with ${slugs.length === 1 ? 'its key' : 'their keys'}.`,
    },
  ];
}

const isCalled = (policy: Policy, providerId: string): boolean =>
  policy.nodes.some((node) => node.kind === 'model' && configOf(node)['providerId'] === providerId);
