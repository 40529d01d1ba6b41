import { failureInfo, type Policy, type Scenario, type ScenarioEffect, type ScenarioEvent } from '../../shared/model/index.ts';
import type { Names } from '../rehearse/names.ts';
import { clockText, plainText, shareText, spanText, words } from '../words/index.ts';

const texts = words.scenarioEditor;

/** A few words for the inside of a block. */
export function blockText(effect: ScenarioEffect): string {
  const { block } = texts;
  switch (effect.kind) {
    case 'outage':
      return effect.shareOf === 'requests'
        ? block.sameRequests(shareText(effect.share))
        : block.outage(shareText(effect.share), failureInfo(effect.failure).label);
    case 'error-rate':
      return block.errors(shareText(effect.rate), failureInfo(effect.failure).label);
    case 'latency':
      return block.slow(plainText(effect.multiplier));
    case 'latency-tail':
      return block.someSlow(shareText(effect.share), plainText(effect.multiplier));
    case 'rate-limit':
      return block.limit(plainText(effect.requestsPerMin));
    case 'quality-loss':
      return block.worse(shareText(effect.share));
    case 'flaw-rate':
      return block.flawed(shareText(effect.rate), words.rehearse.flaw[effect.flaw]);
    case 'answer-length':
      return block.longer(plainText(effect.multiplier));
    case 'price':
      return block.price(plainText(effect.multiplier));
    case 'capacity':
      return block.capacity(shareText(effect.share));
    case 'endless-loop':
      return block.endless(shareText(effect.share));
    case 'conversation-growth':
      return block.growth(plainText(effect.multiplier));
    case 'surge':
      return block.surge(plainText(effect.multiplier));
  }
}

/** Names that the open policy has for what a scenario aims at. */
export const namesIn = (policy: Policy): Names => ({
  node: (id) => policy.nodes.find((node) => node.id === id)?.name ?? id,
  provider: (id) => policy.providers.find((provider) => provider.id === id)?.name ?? id,
  port: () => null,
  tierAnswerer: () => null,
});

/** The whole event in words, as it is read aloud. */
export function spokenEvent(event: ScenarioEvent, shownMs: number, finding: string | undefined): string {
  const span = (ms: number): string | null => (ms === 0 ? null : spanText(ms));
  return texts.event.spoken(
    event.name,
    blockText(event.effect),
    clockText(event.startMs, shownMs),
    spanText(event.durationMs),
    texts.event.ramps(span(event.rampUpMs), span(event.rampDownMs)),
    finding ?? '',
  );
}

/** By their starts, as they will happen. */
export const inOrder = ({ events }: Scenario): readonly ScenarioEvent[] =>
  [...events].sort((a, b) => a.startMs - b.startMs || b.durationMs - a.durationMs);
