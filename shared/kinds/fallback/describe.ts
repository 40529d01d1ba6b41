import { failureSetChange } from '../failure-set.ts';
import type { Describe } from '../kind.ts';
import { sentencesFor } from '../words.ts';
import type { FallbackConfig, FallbackTier } from './config.ts';

export const fallbackDescribe: Describe<FallbackConfig> = {
  changes: sentencesFor<FallbackConfig>({
    tiers: (now, was) => tierChanges(now, was),
    onExhausted: (now) =>
      now === 'first-failure'
        ? 'replies with the first failure when every tier has failed (was the last)'
        : 'replies with the last failure when every tier has failed (was the first)',
  }),
};

function tierChanges(now: readonly FallbackTier[], was: readonly FallbackTier[]): string[] {
  const sentences: string[] = [];
  for (const tier of now) {
    if (!was.some((other) => other.id === tier.id)) sentences.push(`adds ${named(tier)} as tier ${now.indexOf(tier) + 1}`);
  }
  for (const tier of was) {
    if (!now.some((other) => other.id === tier.id)) sentences.push(`removes ${named(tier)} (was tier ${was.indexOf(tier) + 1})`);
  }
  const keptNow = now.filter((tier) => was.some((other) => other.id === tier.id));
  const keptWas = was.filter((tier) => now.some((other) => other.id === tier.id));
  if (keptNow.some((tier, index) => tier.id !== keptWas[index]?.id)) {
    sentences.push(`tries the tiers in another order: ${keptNow.map(named).join(', then ')} (was ${keptWas.map(named).join(', then ')})`);
  }
  keptNow.forEach((tier) => {
    const before = keptWas.find((other) => other.id === tier.id) as FallbackTier;
    if (before.name !== tier.name) sentences.push(`calls tier ${now.indexOf(tier) + 1} ${named(tier)} (was ${named(before)})`);
    for (const change of failureSetChange(tier.continueOn, before.continueOn, 'goes on after')) sentences.push(`${named(tier)} ${change}`);
  });
  return sentences;
}

const named = (tier: FallbackTier): string => (tier.name === '' ? tier.id : `“${tier.name}”`);
