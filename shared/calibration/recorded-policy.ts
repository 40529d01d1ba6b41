import { kinds } from '../kinds/index.ts';
import { MODEL_PRICE_DEFAULTS, type Policy, type PolicyNode, PROVIDER_DEFAULTS, type Traffic } from '../model/index.ts';
import { FEWEST_MEASURED, type FittedModel } from './fit.ts';

/** Column of the traffic by which the recorded policy sends each request to the model that it was sent to. */
export const RECORDED_MODEL = 'recorded model';

/** A router takes sixteen routes and what is left. */
const MOST_MODELS = 16;

/** Failure classes that a model can be given a rate of, and where. Others in a log are what a caller did wrong, and are not predicted. */
const RATE_OF = {
  'server-error': 'serverErrorRate',
  connection: 'connectionRate',
  'rate-limit': 'rateLimitRate',
  malformed: 'malformedRate',
  timeout: 'timeoutRate',
  'content-policy': 'contentPolicyRate',
} as const;

/** Failure classes that the policy in force at the recording can be predicted to give. */
export const PREDICTED_FAILURES = Object.keys(RATE_OF) as readonly (keyof typeof RATE_OF)[];

export interface RecordedPolicy {
  readonly policy: Policy;
  /** Models of the log that are not drawn, because they were called too seldom to say anything, or are too many. */
  readonly left: readonly string[];
}

/** Settings of a model node as a log has it. */
export function modelConfig(fit: FittedModel): Record<string, unknown> {
  const [p5, p25, p50, p75, p95, p99, max] = fit.firstTokenMs;
  const slowestMs = 600_000;
  const ms = (value: number): number => Math.min(slowestMs, Math.max(0, Math.round(value * 1000) / 1000));
  const rates = Object.fromEntries(PREDICTED_FAILURES.map((failure) => [RATE_OF[failure], fit.failures[failure] ?? 0]));
  return {
    latencyShape: 'measured',
    ttftP5Ms: ms(p5),
    ttftP25Ms: ms(p25),
    ttftP50Ms: ms(p50),
    ttftP75Ms: ms(p75),
    ttftP95Ms: ms(p95),
    ttftP99Ms: ms(p99),
    ttftMaxMs: ms(max),
    outputTokensPerS: fit.msPerOutputToken > 0 ? Math.min(100_000, 1000 / fit.msPerOutputToken) : 0,
    requestTimeoutMs: Math.min(3_600_000, Math.max(1, fit.timeoutAfterMs ?? 3_600_000)),
    failureAfterMs: ms(fit.failureAfterMs ?? 200),
    ...rates,
  };
}

/**
 * The policy that was in force when the log was recorded, as far as the log shows it: each request goes to the model that it went to. Prices are the
 * log's money by the call, since a log seldom says what a token cost.
 */
export function recordedPolicy(fits: readonly FittedModel[]): RecordedPolicy {
  const told = fits.filter(({ measured }) => measured >= FEWEST_MEASURED).slice(0, MOST_MODELS);
  const models = told.length > 0 ? told : fits.slice(0, 1);
  const left = fits.filter((fit) => !models.includes(fit)).map(({ model }) => model);
  const parsed = (kind: string, config: Record<string, unknown>): Record<string, unknown> => {
    const found = kinds.get(kind);
    if (found === undefined) throw new Error(`node kind "${kind}" is not registered`);
    return found.config.schema.parse(config) as Record<string, unknown>;
  };
  const node = (id: string, kind: string, name: string, config: Record<string, unknown> = {}): PolicyNode => ({
    id,
    kind,
    name,
    config: parsed(kind, config),
  });
  const nameOf = (fit: FittedModel): string => (fit.model === '' ? 'the model' : fit.model);
  const nodes: PolicyNode[] = [
    node('entry', 'entry', 'As recorded'),
    ...models.map((fit, at) => node(`m${at + 1}`, 'model', nameOf(fit), { ...modelConfig(fit), providerId: 'log', model: nameOf(fit) })),
  ];
  const edges: Policy['edges'] = [];
  if (models.length > 1) {
    const routes = models
      .slice(1)
      .map((fit, at) => ({ id: `r${at + 2}`, condition: 'metadata', key: RECORDED_MODEL, values: spelt(fit.model) }));
    nodes.push(node('router', 'router', 'By recorded model', { routes }));
    edges.push({ from: 'entry', port: 'next', to: 'router' }, { from: 'router', port: 'otherwise', to: 'm1' });
    for (const [at, { id }] of routes.entries()) edges.push({ from: 'router', port: id, to: `m${at + 2}` });
  } else edges.push({ from: 'entry', port: 'next', to: 'm1' });
  const provider = {
    ...PROVIDER_DEFAULTS,
    id: 'log',
    name: 'As recorded',
    models: models.map((fit) => ({
      name: nameOf(fit),
      inputUsdPerMTok: 0,
      outputUsdPerMTok: 0,
      contextTokens: 1e9,
      ...MODEL_PRICE_DEFAULTS,
    })),
  };
  return {
    policy: { id: 'as-recorded', name: 'As recorded', description: '', providers: [provider], nodes, edges, silenced: [], promises: [] },
    left,
  };
}

/** The traffic with its recorded models where a router can read them. Names with commas would be two of a router's values, so a comma becomes a blank. */
export function withRecordedModel(traffic: Traffic): Traffic {
  const model = traffic.recorded?.model ?? null;
  if (model === null) return traffic;
  return { ...traffic, metadata: { ...traffic.metadata, [RECORDED_MODEL]: { codes: model.codes, values: model.values.map(spelt) } } };
}

const spelt = (model: string): string => model.replaceAll(',', ' ').trim();
