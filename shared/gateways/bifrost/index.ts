import { parseText, problemsOf } from '../../format/index.ts';
import { ladderTarget } from '../ladder/index.ts';
import { assemble } from './assemble.ts';
import { bifrostLadders, SETTINGS } from './dialect.ts';
import { isKnownProvider, providerName } from './map/provider.ts';
import { configSchema } from './schema.ts';

/** Bifrost's config.json: routing rules with their fallbacks, and the providers with their retries. */
export const bifrostGateway = ladderTarget({
  id: 'bifrost',
  title: 'Bifrost config.json',
  purpose:
    'The config.json of Bifrost 2: one routing rule for each way with its shares and fallbacks, and each provider with its retries and the name of its key’s variable.',
  fileExtension: '.bifrost.json',
  gateway: bifrostLadders,
  settings: SETTINGS,
  write: assemble,
  knows: isKnownProvider,
  asksFor: (id) => `a custom provider of yours named ${providerName(id)} with its address`,
  problems(text) {
    const parsed = parseText(text);
    if (!parsed.ok) return [parsed.error.message];
    const config = configSchema.safeParse(parsed.value);
    return config.success ? [] : problemsOf(config.error.issues, parsed.value).map(({ message }) => message);
  },
});
