import { type Axis, type DrawnVariant, isFigureId, mostReplications } from '../../shared/compare/index.ts';
import { ENGINE_VERSION } from '../../shared/engine/index.ts';
import { canonicalJson, policyHashText } from '../../shared/format/index.ts';
import { assumptionsOf, primaryProvider } from '../../shared/kinds/index.ts';
import { lint } from '../../shared/lint/index.ts';
import type { Assumption, ComparisonPlan, Finding, Policy, Precision, Scenario, Traffic } from '../../shared/model/index.ts';
import { checkScenario, resolveTargets } from '../../shared/scenario/index.ts';
import { sha256Of } from '../files/index.ts';
import { assumptionsOfInputs } from './assumptions.ts';
import { columnsSha256 } from './columns-sha256.ts';

export interface ComparisonInput {
  readonly design: ComparisonPlan['design'];
  /** The first is what the others are compared with. */
  readonly variants: readonly DrawnVariant[];
  readonly axes: readonly Axis[];
  readonly traffic: Traffic;
  /** Of the log's file. */
  readonly trafficSha256: string;
  readonly scenarios: readonly Scenario[];
  /** Unsigned 32 bit. */
  readonly seed: number;
  /** 2 or more; with a precision, those before the first look. */
  readonly replications: number;
  /** Only read with a precision; never fewer than `replications`. */
  readonly mostReplications: number;
  readonly precision: readonly Precision[];
  /** The part that will be run here; all of it when absent. */
  readonly shard?: { readonly index: number; readonly count: number };
}

export interface Planned {
  readonly plan: ComparisonPlan;
  /** [scenario][variant]: the scenario as it strikes that variant. */
  readonly scenarios: readonly (readonly Scenario[])[];
  readonly warnings: readonly Finding[];
}

export type Planning =
  | ({ readonly kind: 'planned' } & Planned)
  /** `message` says all reasons, one a line. */
  | { readonly kind: 'refused'; readonly message: string; readonly findings: readonly Finding[] };

/** A run's figures and sketch are some 3 KB, and all runs of a comparison are in memory when they are put together. */
const MOST_RUNS = 200_000;
/** A shard's file has to stay within what is read as one text (64 MiB), also where latencies spread over every bin. */
const MOST_RUNS_OF_A_SHARD = 10_000;

const refused = (message: string, findings: readonly Finding[] = []): Planning => ({ kind: 'refused', message, findings });

/** Checks the inputs of a comparison and says what will be run. Pure but for hashing; everything a person can get wrong comes back as `refused`. */
export function planComparison(input: ComparisonInput): Planning {
  const { traffic, variants } = input;
  const [first] = variants;
  if (first === undefined) throw new Error('a comparison needs a variant to compare with');
  if (traffic.requestCount === 0)
    return refused(`The traffic “${traffic.label}” has no requests, so there is nothing to simulate. Choose another log.`);
  const repeated = input.scenarios.find(({ id }, at) => input.scenarios.findIndex((other) => other.id === id) !== at);
  if (repeated !== undefined)
    return refused(`Two scenarios have the id “${repeated.id}”, so results would have two meanings. Name it once.`);
  const unknown = input.precision.find(({ figure }) => !isFigureId(figure));
  if (unknown !== undefined) return refused(`There is no figure “${unknown.figure}” to be precise about.`);

  const durationMs = traffic.arrivalMs[traffic.requestCount - 1] ?? 0;
  const checked = variants.map((variant) => {
    const findings = variant.leftOut === null ? lint(variant.policy) : [];
    const errors = findings.filter(({ severity }) => severity === 'error');
    return { ...variant, findings, leftOut: variant.leftOut ?? errors[0]?.message ?? null, errors };
  });
  // A corner of a sweep that cannot run is left out and said; the two policies of a pair and the policy as drawn have to run.
  const broken = checked.filter(({ leftOut }, at) => leftOut !== null && (input.design === 'pair' || at === 0));
  if (broken.length > 0) {
    const sentences = broken.map(({ label, errors, leftOut }) =>
      (errors.length > 0 ? errors.map(({ message }) => message) : [leftOut]).join('\n').concat(` (${label})`),
    );
    return refused(
      sentences.join('\n'),
      broken.flatMap(({ errors }) => errors),
    );
  }
  if (input.design !== 'pair' && checked.slice(1).every(({ leftOut }) => leftOut !== null))
    return refused(`No variant of the sweep can be run: ${checked[1]?.leftOut ?? 'there is none'}`);

  const strikes = input.scenarios.map((scenario) => strike(scenario, checked, durationMs));
  const scenarioErrors = strikes.flatMap(({ errors }) => errors);
  if (scenarioErrors.length > 0) return refused(scenarioErrors.map(({ message }) => message).join('\n'), scenarioErrors);

  const resolved = input.scenarios.map((scenario) => resolveTargets(scenario, primaryProvider(first.policy)));
  const plan: ComparisonPlan = {
    engineVersion: ENGINE_VERSION,
    design: input.design,
    seed: input.seed,
    stopping: {
      atLeast: input.replications,
      atMost: input.precision.length === 0 ? input.replications : Math.max(input.replications, input.mostReplications),
      precision: [...input.precision],
    },
    traffic: {
      label: traffic.label,
      origin: traffic.origin,
      sha256: input.trafficSha256,
      columnsSha256: columnsSha256(traffic),
      requests: traffic.requestCount,
      durationMs,
    },
    scenarios: input.scenarios.map((scenario, at) => ({
      id: scenario.id,
      name: scenario.name,
      sha256: sha256Of(canonicalJson(scenario)),
      events: resolved[at]!.events,
    })),
    variants: checked.map(({ id, label, policy, changes, leftOut }) => ({
      id,
      label,
      policy: { id: policy.id, name: policy.name, sha256: sha256Of(policyHashText(policy)) },
      changes: [...changes],
      leftOut,
    })),
    varied: input.axes.map(({ address, base, values }) => ({ address, base, values: [...values] })),
    assumptions: assumptionsOfAll(
      input,
      resolved,
      strikes.flatMap(({ missed }) => missed),
    ),
  };
  const excess = tooMuch(plan, input.shard);
  if (excess !== undefined) return refused(excess);
  return {
    kind: 'planned',
    plan,
    scenarios: strikes.map(({ scenarios }) => scenarios),
    warnings: [...(checked[0]?.findings ?? []), ...strikes.flatMap(({ warnings }) => warnings)].filter(
      ({ severity }) => severity === 'warning',
    ),
  };
}

function tooMuch(plan: ComparisonPlan, shard: ComparisonInput['shard']): string | undefined {
  const runs = mostReplications(plan) * plan.scenarios.length * plan.variants.filter(({ leftOut }) => leftOut === null).length;
  if (runs > MOST_RUNS) {
    return `The comparison has up to ${runs} runs; ${MOST_RUNS} are the most. Take fewer variants, scenarios or replications.`;
  }
  const ofShard = Math.ceil(runs / (shard?.count ?? 1));
  if (shard === undefined || ofShard <= MOST_RUNS_OF_A_SHARD) return undefined;
  return `A shard would have ${ofShard} runs; ${MOST_RUNS_OF_A_SHARD} are the most. Cut it into ${Math.ceil(runs / MOST_RUNS_OF_A_SHARD)} shards or more.`;
}

interface Strike {
  readonly scenarios: readonly Scenario[];
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly missed: readonly Assumption[];
}

/**
 * The scenario as it strikes each variant. “The primary provider” is that of the first variant for all: an outage is the world's, and a variant that
 * moved away from that provider has escaped it. For the same reason an event whose target a variant does not have passes that variant by; one
 * that nobody has is an error.
 */
function strike(
  scenario: Scenario,
  variants: readonly { readonly label: string; readonly policy: Policy; readonly leftOut: string | null }[],
  durationMs: number,
): Strike {
  const resolved = resolveTargets(scenario, primaryProvider(variants[0]!.policy));
  const errors: Finding[] = [];
  const missed: Assumption[] = [];
  const isStruck = resolved.events.map((event) => {
    const problems = variants.map(({ policy, leftOut }) =>
      leftOut === null
        ? checkScenario({ ...resolved, events: [event] }, policy, durationMs).filter(({ severity }) => severity === 'error')
        : [],
    );
    const struck = problems.map((found, at) => found.length === 0 && variants[at]!.leftOut === null);
    if (!struck.includes(true)) errors.push(...(problems[0] ?? []));
    else {
      problems.forEach((found, at) => {
        if (found.length > 0)
          missed.push({
            subject: event.name,
            statement: `It passes “${variants[at]!.label}” by, which has nothing for it to strike.`,
            basis: 'model',
          });
      });
    }
    return struck;
  });
  return {
    scenarios: variants.map((_, at) => ({ ...resolved, events: resolved.events.filter((_event, position) => isStruck[position]?.[at]) })),
    errors,
    warnings: checkScenario(resolved, variants[0]!.policy, durationMs).filter(({ severity }) => severity === 'warning'),
    missed,
  };
}

/** What the first variant rests on, what a second policy adds, and what the inputs add; each once. A sweep changes figures, not their basis. */
function assumptionsOfAll(input: ComparisonInput, resolved: readonly Scenario[], missed: readonly Assumption[]): Assumption[] {
  const policies = input.design === 'pair' ? input.variants : input.variants.slice(0, 1);
  const all = [
    ...policies.flatMap(({ policy }) => assumptionsOf(policy)),
    ...resolved.flatMap((scenario) => assumptionsOfInputs(scenario, input.traffic)),
    ...missed,
  ];
  const once = new Map(all.map((assumption) => [canonicalJson(assumption), assumption]));
  return [...once.values()];
}
