import type { FailureClass } from '../model/index.ts';
import type { TemplateNode } from './template.ts';

/** Nodes that several templates have, with the reasons that go with them. */

export const GPT_4O = { providerId: 'openai', model: 'gpt-4o', ttftP50Ms: 520, ttftP95Ms: 1_100, outputTokensPerS: 85 } as const;
export const GPT_41 = { providerId: 'openai', model: 'gpt-4.1', ttftP50Ms: 550, ttftP95Ms: 1_200, outputTokensPerS: 85 } as const;
export const GPT_4O_MINI = { providerId: 'openai', model: 'gpt-4o-mini', ttftP50Ms: 450, ttftP95Ms: 950, outputTokensPerS: 90 } as const;
export const HAIKU = { providerId: 'anthropic', model: 'claude-haiku-4-5', ttftP50Ms: 400, ttftP95Ms: 850, outputTokensPerS: 120 } as const;
export const SONNET = {
  providerId: 'anthropic',
  model: 'claude-sonnet-4-5',
  ttftP50Ms: 900,
  ttftP95Ms: 2_000,
  outputTokensPerS: 70,
} as const;

interface ModelUse {
  readonly id: string;
  readonly name: string;
  readonly tier: 1 | 2;
  readonly is: Readonly<Record<string, unknown>>;
  readonly maxOutputTokens: number;
  readonly requestTimeoutMs: number;
  /** Why this model stands here. */
  readonly why: string;
}

export const model = ({ id, name, tier, is, maxOutputTokens, requestTimeoutMs, why }: ModelUse): TemplateNode => ({
  id,
  kind: 'model',
  name,
  config: { ...is, tier, maxOutputTokens, requestTimeoutMs, serverErrorRate: 0.001, connectionRate: 0.0005 },
  why: {
    model: why,
    providerId: 'Who serves it. All its models fail together, so the tiers stand at two providers.',
    ...(tier === 2 && { tier: 'Counted as tier 2 wherever it answers: less than the first model promises.' }),
    maxOutputTokens: 'No answer is longer or dearer than this; raise it if your answers are cut off.',
    requestTimeoutMs: 'Longer than a long answer takes, and short enough to leave time for the next tier.',
    ttftP50Ms: 'An assumption to start with: replace it by what your own log says.',
    ttftP95Ms: 'A little over twice the middle one, as waiting times usually are; assumed like it.',
    outputTokensPerS: 'Decides how long a long answer takes; assumed, and in your log as tokens and time.',
    serverErrorRate: 'One call in a thousand on an ordinary day; an assumption, as providers do not publish it.',
    connectionRate: 'One call in two thousand never arrives; networks differ, so measure yours.',
  },
});

export const retry = (id: string, name: string, maxRetries: number): TemplateNode => ({
  id,
  kind: 'retry',
  name,
  config: { maxRetries, baseMs: 500, capMs: 8_000 },
  why: {
    maxRetries: 'Passing errors go away at once or not at all; more retries only add load and waiting while a provider is down.',
    baseMs: 'Half a second is soon enough for a person who waits, and not so soon that the provider is still busy.',
    capMs: 'No pause outlasts the patience of the person who asked.',
    jitter: 'Spread at random, so that not everybody comes back in the same instant.',
  },
});

export const breaker = (id: string, name: string): TemplateNode => ({
  id,
  kind: 'breaker',
  name,
  config: { tripRule: 'rate', failureRatio: 0.5, minimumCalls: 20, windowMs: 60_000, openForMs: 30_000 },
  why: {
    tripRule: 'A share and not a count: it means the same on a quiet day and on a busy one.',
    failureRatio: 'Half of the calls failing is an outage; ordinary errors stay far below it.',
    minimumCalls: 'A few unlucky calls in a quiet night do not open it.',
    windowMs: 'One minute: an outage is noticed soon, and forgotten soon after it is over.',
    openForMs: 'Half a minute without calls lets the provider recover; then a few trial calls ask whether it has.',
  },
});

/** `continueOn`: what the tiers go on after, where it is not what a fallback goes on after anyway. */
export const tiers = (id: string, name: string, names: readonly string[], continueOn?: readonly FailureClass[]): TemplateNode => ({
  id,
  kind: 'fallback',
  name,
  config: { tiers: names.map((each, i) => ({ id: `t${i + 1}`, name: each, ...(continueOn !== undefined && { continueOn }) })) },
  why: { tiers: 'The best answer first, another provider second, and last what cannot fail.' },
});

export const injectionGuard = (id: string): TemplateNode => ({
  id,
  kind: 'input-guard',
  name: 'Injection guard',
  config: { check: 'prompt-injection', prevalence: 0.005, detectionRate: 0.92, falsePositiveRate: 0.002, latencyMs: 20, action: 'block' },
  why: {
    action: 'An injected instruction must not reach a model, so the request ends here.',
    prevalence: 'One request in two hundred; an assumption to replace by what you see.',
    latencyMs: 'A small classifier of your own; a check by another model takes ten times as long.',
    falsePositiveRate: 'Honest users who are turned away by mistake: two in a thousand.',
  },
});

export const fixedAnswer = (id: string, name: string, text: string): TemplateNode => ({
  id,
  kind: 'template',
  name,
  config: { text, tier: 3 },
  why: { text: 'Needs no provider, so it answers whatever is down. Put your own words and your own phone number here.' },
});
