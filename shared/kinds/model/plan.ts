import { hashOf } from '../../dice/index.ts';
import { FLAWS, type Flaw, type Ms, type OutcomeCode, outcomeOf, priceOf, type Ratio } from '../../model/index.ts';
import { successByDifficulty } from '../../reliability/index.ts';
import type { Wiring } from '../kind.ts';
import type { Tier } from '../tier.ts';
import { difficultyOf, FLAW_KEYS, MEASURED_KEYS, type ModelConfig, RATE_CLASSES, RATE_KEYS } from './config.ts';
import { type ProvisionedPlan, planProvisioned } from './provisioned.ts';

/** The config resolved to constants: prices a token, rates as running sums, success by difficulty as a table. */
export interface ModelPlan extends ProvisionedPlan {
  readonly tier: Tier;
  readonly provider: number;
  readonly conditionTarget: number;
  readonly hasLimits: boolean;
  readonly hasSlots: boolean;
  /** Of the provider; Infinity without a limit. */
  readonly slots: number;
  /** Abandoned work runs to its end at the provider. */
  readonly runsOn: boolean;
  readonly contextTokens: number;
  readonly usdPerInputToken: number;
  readonly usdPerOutputToken: number;
  readonly maxOutputTokens: number;
  /** Part of a malformed answer that was written, and is paid for. */
  readonly malformedShare: Ratio;
  readonly shape: ModelConfig['latencyShape'];
  readonly ttftP50Ms: Ms;
  /** Standard deviation of the logarithm. */
  readonly sigma: number;
  /** Logarithms of the measured quantiles. */
  readonly logMs: Float64Array;
  readonly msPerOutputToken: Ms;
  readonly requestTimeoutMs: Ms;
  readonly failureAfterMs: Ms;
  /** Of all ordinary failures together, the last of the sums below. */
  readonly failureRate: Ratio;
  /** Running sums of the ordinary failure rates and the outcome of each step. */
  readonly rateSums: readonly Ratio[];
  readonly rateOutcomes: readonly OutcomeCode[];
  readonly refusalRate: Ratio;
  /** Topic of the request's luck that decides whether this model refuses the question. */
  readonly refusalTopic: number;
  /** False when an answer has no flaw outside incidents. */
  readonly isFlawed: boolean;
  /** Of the hardest task first; empty when every answer is right. */
  readonly successRates: Float64Array;
  /** Share of tasks whose complexity is their difficulty. */
  readonly difficultyKnown: Ratio;
  /** Ordinary rate of each flaw, in the order of FLAWS. */
  readonly flawRates: Float64Array;
}

/** 95th percentile of the standard normal. */
const Z95 = 1.6448536269514722;
/** Keeps pass^k to a few thousandths and the mean exactly; more would only cost time before a run. */
const DIFFICULTIES = 128;
/** Zero has no logarithm. */
const SHORTEST_MS = 0.001;

export function prepareModel(config: ModelConfig, wiring: Wiring): ModelPlan {
  const { index, provider, provisioned } = wiring.provider(config.providerId);
  const price = priceOf(provider, config.model);
  if (price === undefined) throw new Error(`provider ${provider.id} has no price for model ${JSON.stringify(config.model)}`);
  const flawRates = Float64Array.from(FLAWS, (flaw) => rateOfFlaw(config, flaw));
  let sum = 0;
  const rateSums = RATE_KEYS.map((key) => (sum += config[key]));
  return {
    tier: config.tier,
    provider: index,
    ...planProvisioned(provider, provisioned),
    conditionTarget: wiring.conditionTarget(config.providerId, config.model),
    hasLimits: provider.requestsPerMin !== null || provider.tokensPerMin !== null,
    hasSlots: provider.concurrency !== null,
    slots: provider.concurrency ?? Number.POSITIVE_INFINITY,
    runsOn: provider.abandonedWork === 'runs-on',
    contextTokens: price.contextTokens,
    usdPerInputToken: price.inputUsdPerMTok / 1e6,
    usdPerOutputToken: price.outputUsdPerMTok / 1e6,
    maxOutputTokens: config.maxOutputTokens ?? Number.POSITIVE_INFINITY,
    malformedShare: config.malformedWrittenShare,
    shape: config.latencyShape,
    ttftP50Ms: config.ttftP50Ms,
    sigma: config.ttftP50Ms > 0 && config.ttftP95Ms > config.ttftP50Ms ? Math.log(config.ttftP95Ms / config.ttftP50Ms) / Z95 : 0,
    logMs: Float64Array.from(MEASURED_KEYS, (key) => Math.log(Math.max(SHORTEST_MS, config[key]))),
    msPerOutputToken: config.outputTokensPerS === 0 ? 0 : 1000 / config.outputTokensPerS,
    requestTimeoutMs: config.requestTimeoutMs,
    failureAfterMs: config.failureAfterMs,
    failureRate: sum,
    rateSums,
    rateOutcomes: RATE_CLASSES.map(outcomeOf),
    refusalRate: config.contentPolicyRate,
    // By model and not by node: another node that calls the same model is refused the same questions.
    refusalTopic: hashOf(`content-policy/${config.providerId}/${config.model}`),
    isFlawed: config.successRate < 1 || flawRates.some((rate) => rate > 0),
    successRates: config.successRate < 1 ? successByDifficulty(difficultyOf(config), DIFFICULTIES) : new Float64Array(0),
    difficultyKnown: config.difficultyKnownShare,
    flawRates,
  };
}

function rateOfFlaw(config: ModelConfig, flaw: Flaw): Ratio {
  const key = FLAW_KEYS[flaw];
  return key === undefined ? 0 : config[key];
}
