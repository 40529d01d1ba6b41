import type { Policy, PolicyNode } from '../../model/index.ts';
import type { Calls } from '../calls.ts';
import { modelSlug, providerSlug } from './map/model.ts';
import type { Preset } from './schema.ts';

/** The preset of one call: the models at and below `root`, in the order in which they are tried, as the dialect has left them. */
export function assemble(policy: Policy, calls: Calls, root: PolicyNode): Preset {
  const called = modelsBelow(calls, root).map((node) => {
    const { providerId, model } = calls.config(node) as { providerId: string; model: string };
    const price = policy.providers.find(({ id }) => id === providerId)?.models.find(({ name }) => name === model);
    return { providerId, model, prompt: price?.inputUsdPerMTok ?? 0, completion: price?.outputUsdPerMTok ?? 0 };
  });
  const providers = [...new Set(called.map(({ providerId }) => providerSlug(providerId)))];
  const arePriced = called.every(({ prompt, completion }) => prompt > 0 && completion > 0);
  return {
    models: called.map(({ providerId, model }) => modelSlug(providerId, model)),
    // `allow_fallbacks: false` would hold to these providers too, but what it does to the list of models is not documented.
    provider: {
      order: providers,
      only: providers,
      ...(arePriced
        ? {
            max_price: {
              prompt: priceText(Math.max(...called.map(({ prompt }) => prompt))),
              completion: priceText(Math.max(...called.map(({ completion }) => completion))),
            },
          }
        : {}),
    },
  };
}

/** Written out: `6e-7` is no decimal to every reader. */
const priceText = (usd: number): string => (String(usd).includes('e') ? usd.toFixed(20).replace(/\.?0+$/, '') : String(usd));

function modelsBelow(calls: Calls, node: PolicyNode): PolicyNode[] {
  if (node.kind === 'model') return [node];
  // A deadline stays with the application: OpenRouter is not told of it.
  if (calls.drawnKind(node) === 'deadline') return modelsBelow(calls, calls.at(node, 'next'));
  if (node.kind !== 'fallback') throw new Error(`the dialect left a node of the kind ${node.kind} to OpenRouter: ${node.id}`);
  const tiers = calls.config(node)['tiers'] as readonly { readonly id: string }[];
  return tiers.flatMap(({ id }) => modelsBelow(calls, calls.at(node, id)));
}
