import { canonicalJson } from '../../format/index.ts';
import type { Finding } from '../../model/index.ts';

/** Node's limit on all headers of a request together; a larger config is answered with 431. */
const HEADER_LIMIT_BYTES = 16_384;
/** Other headers need some of it. */
const ROOM_FOR_OTHERS_BYTES = 1_024;

/** As it stands in the header: without spaces, and what is not Latin-1 escaped. */
export const headerText = (text: string): string =>
  canonicalJson(JSON.parse(text)).replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

const headerBytes = (text: string): number => headerText(text).length;

/** Of a config that does not fit into a header. `part`: the node at which it begins, where a policy is several configs; else empty. */
export function headerFinding(text: string, part: string): Finding | undefined {
  const bytes = headerBytes(text);
  if (bytes <= HEADER_LIMIT_BYTES - ROOM_FOR_OTHERS_BYTES) return undefined;
  return {
    rule: 'portkey/header-too-large',
    severity: 'warning',
    ...(part === '' ? {} : { nodeId: part }),
    message: `The config${part === '' ? '' : ` of ${part}`} is ${Math.ceil(bytes / 1024)} KB in one header: Node takes 16 KB and answers 431 beyond. Start the gateway with --max-http-header-size=65536, or draw fewer models below it.`,
  };
}
