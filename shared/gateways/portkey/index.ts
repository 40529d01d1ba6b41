import { parseText, problemsOf } from '../../format/index.ts';
import { exportCalls } from '../export-calls.ts';
import type { Gateway } from '../gateway.ts';
import { assemble } from './assemble.ts';
import { portkeyDialect } from './dialect.ts';
import { fileFindings } from './findings.ts';
import { portkeyReader } from './read/index.ts';
import { targetSchema } from './schema.ts';

/** The config of Portkey's open-source gateway: the JSON of one `x-portkey-config` header for each call that the application makes. */
export const portkeyGateway: Gateway = {
  id: 'portkey',
  title: 'Portkey gateway config',
  purpose:
    'One config for the header x-portkey-config of Portkey’s open-source gateway (1.15.2), or several where the application calls it several times.',
  fileExtension: '.portkey.json',
  dialect: portkeyDialect,
  reader: portkeyReader,
  export: (policy, options) =>
    exportCalls(policy, options, { dialect: portkeyDialect, write: assemble, findings: (files) => fileFindings(policy, files) }),
  verify(text) {
    const parsed = parseText(text);
    if (!parsed.ok) return [parsed.error.message];
    const config = targetSchema.safeParse(parsed.value);
    return config.success ? [] : problemsOf(config.error.issues, parsed.value).map(({ message }) => message);
  },
};
