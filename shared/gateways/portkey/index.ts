import { parseText, problemsOf } from '../../format/index.ts';
import { exportCalls } from '../export-calls.ts';
import type { Gateway } from '../gateway.ts';
import { assemble } from './assemble.ts';
import { portkeyDialect, portkeyHostedDialect } from './dialect.ts';
import { fileFindings } from './findings.ts';
import { type Flavour, HOSTED, OPEN_SOURCE } from './flavour.ts';
import { portkeyReader } from './read/index.ts';
import { hostedSchema, openSourceSchema } from './schema.ts';

const gatewayOf = (flavour: Flavour, named: Pick<Gateway, 'title' | 'purpose' | 'reader'>): Gateway => {
  const dialect = flavour.isHosted ? portkeyHostedDialect : portkeyDialect;
  const schema = flavour.isHosted ? hostedSchema : openSourceSchema;
  return {
    ...named,
    id: flavour.id,
    fileExtension: `.${flavour.id}.json`,
    dialect,
    export: (policy, options) =>
      exportCalls(policy, options, {
        dialect,
        write: (calls, root) => assemble(calls, root, flavour),
        findings: (files) => fileFindings(policy, files, flavour),
      }),
    verify(text) {
      const parsed = parseText(text);
      if (!parsed.ok) return [parsed.error.message];
      const config = schema.safeParse(parsed.value);
      return config.success ? [] : problemsOf(config.error.issues, parsed.value).map(({ message }) => message);
    },
  };
};

/** The config of Portkey's open-source gateway: the JSON of one `x-portkey-config` header for each call that the application makes. */
export const portkeyGateway = gatewayOf(OPEN_SOURCE, {
  title: 'Portkey gateway config',
  purpose:
    'One config for the header x-portkey-config of Portkey’s open-source gateway (1.15.2), or several where the application calls it several times.',
  reader: portkeyReader,
});

/** The config of Portkey as a service, saved there or sent in the same header. */
export const portkeyHostedGateway = gatewayOf(HOSTED, {
  title: 'Hosted Portkey config',
  purpose: 'One config for Portkey as a service (Prisma AIRS AI Gateway), with its breaker and cache; keys stay with its model catalogue.',
});
