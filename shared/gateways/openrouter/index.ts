import { parseText, problemsOf } from '../../format/index.ts';
import { exportCalls } from '../export-calls.ts';
import type { Gateway } from '../gateway.ts';
import { assemble } from './assemble.ts';
import { openRouterDialect } from './dialect.ts';
import { presetFindings } from './findings.ts';
import { presetSchema } from './schema.ts';

/** The fields of a request at OpenRouter that decide who answers, for each call that the application makes. */
export const openRouterGateway: Gateway = {
  id: 'openrouter',
  title: 'OpenRouter request preset',
  purpose:
    'The models and providers of a request at OpenRouter, to be sent with it or kept there as a preset; all else is the application’s.',
  fileExtension: '.openrouter.json',
  dialect: openRouterDialect,
  export: (policy, options) =>
    exportCalls(policy, options, {
      dialect: openRouterDialect,
      write: (calls, root) => assemble(policy, calls, root),
      findings: (files) =>
        presetFindings(
          policy,
          files.map(({ part, text }) => ({ part, preset: presetSchema.parse(JSON.parse(text)) })),
        ),
    }),
  verify(text) {
    const parsed = parseText(text);
    if (!parsed.ok) return [parsed.error.message];
    const preset = presetSchema.safeParse(parsed.value);
    return preset.success ? [] : problemsOf(preset.error.issues, parsed.value).map(({ message }) => message);
  },
};
