import { problemsOf } from '../../format/index.ts';
import { ladderTarget } from '../ladder/index.ts';
import { parseYaml } from '../yaml.ts';
import { assemble } from './assemble.ts';
import { kongLadders, SETTINGS } from './dialect.ts';
import { addressOf, isKnownProvider } from './map/target.ts';
import { deckSchema } from './schema.ts';

/** A file for decK: one service whose routes have Kong's AI Proxy Advanced plugin. */
export const kongGateway = ladderTarget({
  id: 'kong',
  title: 'Kong AI Proxy Advanced (decK)',
  purpose:
    'A decK file for Kong Gateway 3.13 with AI Proxy Advanced: one route for each way, its models in order or by shares, keys by reference to Kong’s environment.',
  fileExtension: '.kong.yaml',
  gateway: kongLadders,
  settings: SETTINGS,
  write: assemble,
  knows: isKnownProvider,
  asksFor: (id) =>
    `its address in ${addressOf(id).match(/DECK_\w+/)?.[0] ?? ''} when decK runs (it is called as one that speaks OpenAI’s protocol)`,
  problems(text) {
    const parsed = parseYaml(text);
    if (!parsed.ok) return [parsed.error];
    const checked = deckSchema.safeParse(parsed.value);
    return checked.success ? [] : problemsOf(checked.error.issues, parsed.value).map(({ message }) => message);
  },
});
