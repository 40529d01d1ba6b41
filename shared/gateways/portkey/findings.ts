import { canonicalJson } from '../../format/index.ts';
import type { Finding, Policy } from '../../model/index.ts';
import type { ExportedFile } from '../gateway.ts';
import { configOf } from '../rewrite.ts';
import { environmentName, isKnownProvider } from './map/model.ts';
import { MEASURED_AS } from './map/router.ts';

/** Node's limit on all headers of a request together; a larger config is answered with 431. */
const HEADER_LIMIT_BYTES = 16_384;
/** Other headers need some of it. */
const ROOM_FOR_OTHERS_BYTES = 1_024;

/** What of a Portkey config is allowed and yet a trap. */
export function fileFindings(policy: Policy, files: readonly ExportedFile[]): Finding[] {
  const findings: Finding[] = [];
  for (const { part, text } of files) {
    const bytes = headerBytes(text);
    if (bytes > HEADER_LIMIT_BYTES - ROOM_FOR_OTHERS_BYTES) {
      findings.push({
        rule: 'portkey/header-too-large',
        severity: 'warning',
        ...(part === '' ? {} : { nodeId: part }),
        message: `The config${part === '' ? '' : ` of ${part}`} is ${Math.ceil(bytes / 1024)} KB in one header: Node takes 16 KB and answers 431 beyond. Start the gateway with --max-http-header-size=65536, or draw fewer models below it.`,
      });
    }
  }
  for (const provider of policy.providers) {
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

/** As it stands in the header: without spaces, and what is not Latin-1 escaped. */
export const headerText = (text: string): string =>
  canonicalJson(JSON.parse(text)).replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

const headerBytes = (text: string): number => headerText(text).length;

const isCalled = (policy: Policy, providerId: string): boolean =>
  policy.nodes.some((node) => node.kind === 'model' && configOf(node)['providerId'] === providerId);
