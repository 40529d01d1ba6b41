import type { PlannedNode, RunPlan } from '../engine/index.ts';
import { compilePolicy, entriesOf, kinds, parsedConfig, reachable } from '../kinds/index.ts';
import {
  type Conditions,
  type ConditionTarget,
  fail,
  ok,
  type Policy,
  type PolicyNode,
  type Result,
  type Traffic,
} from '../model/index.ts';
import { Dictionary } from './dictionary.ts';
import { liveCache } from './live-cache.ts';
import { liveInputGuard, liveOutputGuard } from './live-guards.ts';
import type { LivePlan } from './live-kernel.ts';
import { liveModel } from './live-model.ts';

/** Column under which whoever hands in requests names what is asked, so that a cache knows the same question again. */
export const QUESTION_COLUMN = 'gracefall.question';

/** Users, values of a column and questions that are told apart; later ones count as unnamed. */
const MOST_NAMES = 1_000_000;

export interface ServedEntry {
  readonly id: string;
  /** The capability. */
  readonly name: string;
  /** Position in the plan. */
  readonly position: number;
}

export interface ServedModel {
  readonly nodeId: string;
  readonly providerId: string;
  readonly model: string;
  readonly tier: number;
  /** Longest answer to ask for; null = as long as the request says. */
  readonly maxOutputTokens: number | null;
  readonly isSimulated: boolean;
}

export interface ServedPolicy {
  readonly plan: LivePlan;
  /** By id. */
  readonly entries: readonly ServedEntry[];
  /** Those that a request can reach. */
  readonly models: readonly ServedModel[];
  /** Texts of the templates by node id. */
  readonly texts: ReadonlyMap<string, string>;
  /** Guards that ask a classifier. */
  readonly guards: readonly string[];
  /** What does otherwise here than in a simulation, one sentence each. */
  readonly notes: readonly string[];
}

export interface ServeChoices {
  /** Providers whose models are played by their own figures instead of being called. */
  readonly isSimulated: (providerId: string) => boolean;
  /** Guards that have a classifier to ask, by node id. */
  readonly hasClassifier: (nodeId: string) => boolean;
  /** Of simulated models. */
  readonly conditions: Conditions;
  readonly conditionTargets: readonly ConditionTarget[];
  /** Unsigned 32 bit. */
  readonly seed: number;
}

const NO_TRAFFIC: Traffic = {
  label: 'served',
  origin: 'recorded',
  requestCount: 0,
  arrivalMs: new Float64Array(0),
  inputTokens: new Uint32Array(0),
  outputTokens: new Uint32Array(0),
  user: null,
  users: [],
  complexity: null,
  metadata: {},
};

/** Kinds that only a simulation can play, by what they would need. */
const BEYOND: Readonly<Record<string, string>> = {
  'agent-loop': 'runs an agent, whose steps are the application’s own',
  tool: 'stands for a tool, which the application calls itself',
  review: 'asks people, for whom there is no desk here',
};

/**
 * A policy made ready to serve real requests. The policy must be free of lint's errors. Fails with one sentence for each node that cannot be served.
 */
export function servedPolicy(policy: Policy, choices: ServeChoices): Result<ServedPolicy, readonly string[]> {
  const entries = entriesOf(policy);
  const reached = reachable(
    policy,
    entries.map(({ id }) => id),
  );
  const nodes = policy.nodes.filter(({ id }) => reached.has(id));
  const models = nodes.filter(({ kind }) => kind === 'model').map((node) => servedModel(node, choices));
  const isRehearsal = models.every(({ isSimulated }) => isSimulated);
  const refused = isRehearsal
    ? []
    : nodes.flatMap(({ kind, name }) =>
        BEYOND[kind] === undefined
          ? []
          : [`${name} ${BEYOND[kind]}, so this policy cannot be served as it is. Serve it with simulated models, or take the node out.`],
      );
  if (refused.length > 0) return fail(refused);

  const dictionaries = new Map<string, Dictionary>();
  const codeOf = (column: string, value: string): number => {
    const known = dictionaries.get(column) ?? new Dictionary(MOST_NAMES);
    dictionaries.set(column, known);
    return known.codeOf(value);
  };
  const users = new Dictionary(MOST_NAMES);
  const { conditions, conditionTargets, seed } = choices;
  const compiled = compilePolicy(policy, {
    traffic: NO_TRAFFIC,
    conditions,
    conditionTargets,
    seed,
    bucketMs: 60_000,
    traceCount: 0,
    codeOf,
  });
  const notes: string[] = [];
  const simulated = new Set(models.flatMap(({ nodeId, isSimulated }) => (isSimulated ? [nodeId] : [])));
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const adapted = compiled.nodes.map((node) =>
    adapt(node, compiled, { name: names.get(node.id), isRehearsal, simulated, notes, hasClassifier: choices.hasClassifier(node.id) }),
  );
  if (simulated.size > 0)
    notes.push(
      isRehearsal
        ? 'Every model is simulated: no provider is called, and answers are placeholder text.'
        : `${[...simulated].map((id) => names.get(id) ?? id).join(', ')}: simulated, not called; the answers are placeholder text.`,
    );
  return ok({
    plan: {
      nodes: adapted,
      stations: compiled.stations,
      conditions,
      metadataColumns: [...compiled.metadataColumns, QUESTION_COLUMN],
      codeOf,
      codeOfUser: (user) => users.codeOf(user),
      seed,
      // Which of two answers wins, and whether one passes, is known only when it is whole.
      waitsForWhole: ({ kind, behavior }) => kind === 'hedge' || behavior === liveOutputGuard,
    },
    entries: entries.map(({ id, name }) => ({ id, name, position: compiled.nodes.findIndex((node) => node.id === id) })),
    models,
    guards: adapted.flatMap(({ id, behavior }) => (behavior === liveInputGuard || behavior === liveOutputGuard ? [id] : [])),
    texts: new Map(nodes.flatMap((node) => (node.kind === 'template' ? [[node.id, String(configOf(node)['text'] ?? '')] as const] : []))),
    notes,
  });
}

function configOf(node: PolicyNode): Readonly<Record<string, unknown>> {
  const kind = kinds.get(node.kind);
  const parsed = kind === undefined ? undefined : parsedConfig(kind, node);
  return parsed?.success ? (parsed.data as Readonly<Record<string, unknown>>) : node.config;
}

function servedModel(node: PolicyNode, { isSimulated }: ServeChoices): ServedModel {
  const config = configOf(node);
  const providerId = String(config['providerId']);
  return {
    nodeId: node.id,
    providerId,
    model: String(config['model']),
    tier: Number(config['tier']),
    maxOutputTokens: (config['maxOutputTokens'] ?? null) as number | null,
    isSimulated: isSimulated(providerId),
  };
}

interface Adapting {
  /** Undefined for a node that no request can reach. */
  readonly name: string | undefined;
  readonly isRehearsal: boolean;
  readonly simulated: ReadonlySet<string>;
  readonly notes: string[];
  readonly hasClassifier: boolean;
}

/** What stands for real work in a simulation is taken out, since here the work is done: waits of templates and lookups, and verdicts that are luck. */
function adapt(
  node: PlannedNode,
  { metadataColumns }: RunPlan,
  { name, isRehearsal, simulated, notes, hasClassifier }: Adapting,
): PlannedNode {
  const tell = (sentence: string): void => {
    if (name !== undefined) notes.push(`${name}: ${sentence}`);
  };
  const { config } = node;
  switch (node.kind) {
    case 'model':
      return simulated.has(node.id) ? node : { ...node, behavior: liveModel };
    case 'template':
      return isRehearsal ? node : { ...node, config: { ...config, latencyMs: 0 } };
    case 'cache': {
      const isDrawn = config.column < 0;
      if (isDrawn) tell('the key is the conversation itself, word for word; near questions are not looked for.');
      else tell(`the key is the request’s “${metadataColumns[config.column]}”; a request without it is not looked up.`);
      return {
        ...node,
        behavior: liveCache(node.behavior),
        config: {
          ...config,
          column: isDrawn ? metadataColumns.length : config.column,
          nearMatchRate: 0,
          staleRate: 0,
          ...(isRehearsal ? {} : { latencyMs: 0 }),
        },
      };
    }
    case 'input-guard':
      if (isRehearsal) return node;
      if (config.countsTokens) return { ...node, config: { ...config, latencyMs: 0 } };
      if (hasClassifier) {
        if (config.failure === 0) tell('what is caught is only counted, since nothing can be taken out of a request here.');
        return { ...node, behavior: liveInputGuard };
      }
      tell('there is no classifier behind it here, so every request passes.');
      return { ...node, config: { ...config, prevalence: 0, falsePositiveRate: 0, latencyMs: 0, priceUsd: 0 } };
    case 'output-guard':
      if (isRehearsal) return node;
      if (hasClassifier) {
        if (config.failure === 0) tell('what is caught is only counted, since nothing can be taken out of an answer here.');
        return { ...node, behavior: liveOutputGuard };
      }
      tell('there is no classifier behind it here, so every answer passes.');
      return { ...node, config: { ...config, prevalence: 0, falsePositiveRate: 0, latencyMs: 0, priceUsd: 0 } };
    case 'evaluator':
      if (isRehearsal) return node;
      tell('nothing is evaluated here.');
      return { ...node, config: { ...config, sampleRate: 0 } };
    default:
      return node;
  }
}
