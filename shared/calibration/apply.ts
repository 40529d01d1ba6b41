import type { Policy, PolicyNode } from '../model/index.ts';
import type { BackTest, Checked } from './back-test.ts';
import type { FittedModel } from './fit.ts';
import { modelConfig } from './recorded-policy.ts';

/** Subject under which a run tells of the back-test that its models come from. */
export const BACK_TEST = 'Back-test';

/** Fits put to use: which nodes they belong to, and which nodes still are what was fitted. */

const DATE = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|\d{4})$/;

/** Gateways write `openai/gpt-4o-2024-08-06` where a policy says `gpt-4o`. */
export const plainName = (model: string): string => {
  const name = model.trim().toLowerCase();
  return name.slice(name.lastIndexOf('/') + 1).replace(DATE, '');
};

/** Node id → the fit whose model the node calls: by the very name, else by the name without provider and date. Nodes without one are left out. */
export function matchFits(policy: Policy, fits: readonly FittedModel[]): ReadonlyMap<string, FittedModel> {
  const matched = new Map<string, FittedModel>();
  for (const node of policy.nodes) {
    const { model } = node.config;
    if (node.kind !== 'model' || typeof model !== 'string') continue;
    const fit =
      fits.find((one) => one.model === model) ?? fits.find((one) => one.model !== '' && plainName(one.model) === plainName(model));
    if (fit !== undefined) matched.set(node.id, fit);
  }
  return matched;
}

/** The policy with the fits in its nodes; what a log does not tell of stays as it was. */
export const withFits = (policy: Policy, fits: ReadonlyMap<string, FittedModel>): Policy => ({
  ...policy,
  nodes: policy.nodes.map((node) => {
    const fit = fits.get(node.id);
    return fit === undefined ? node : { ...node, config: { ...node.config, ...modelConfig(fit) } };
  }),
});

/** A back-test that was made, with what was fitted. */
export interface Calibrated {
  /** Of the log. */
  readonly label: string;
  readonly configs: readonly Readonly<Record<string, unknown>>[];
  readonly backTest: BackTest;
}

/** Model nodes whose settings are still those that were fitted. */
export const fittedNodes = (policy: Policy, { configs }: Calibrated): readonly PolicyNode[] =>
  policy.nodes.filter(
    ({ kind, config }) =>
      kind === 'model' && configs.some((fitted) => Object.entries(fitted).every(([key, value]) => config[key] === value)),
  );

/**
 * `within 4 %`, of latencies, or how far off they are where they are not to be believed; empty where no latency was compared. What else is not to be believed is not
 * passed over.
 */
export function errorWords({ checks, verdict }: BackTest): string {
  const errors = checks.filter(({ unit }) => unit === 'ms').map(({ error }) => Math.abs(error));
  if (errors.length === 0) return '';
  const worst = Math.ceil(Math.max(...errors) * 100);
  if (verdict === 'do not believe') return `off by ${worst} %`;
  const isOff = (of: Checked['unit']): boolean => checks.some(({ unit, holds }) => unit === of && !holds);
  if (isOff('ms')) return `off by ${worst} %`;
  return [`within ${worst} %`, ...(isOff('ratio') ? ['failures off'] : []), ...(isOff('usd') ? ['cost off'] : [])].join(', ');
}
