import { kinds, type NodeKind } from '../kinds/index.ts';
import {
  documentSchema,
  edgeId,
  fail,
  ok,
  POLICY_FORMAT,
  type Policy,
  type PolicyDocument,
  type PolicyEdge,
  type PolicyNode,
  type Result,
} from '../model/index.ts';
import { canonicalJson, indentedJson } from './canonical-json.ts';
import { problemsOf, subject } from './issue-sentence.ts';
import { locate } from './json-text.ts';
import { policyMigrations } from './migrations/all.ts';
import { type MigrationList, migrate } from './migrations/migrate.ts';
import { invalid, isRecord, newerFormat, type Problem, parseText, type ReadError, whatItIs } from './read-error.ts';

export interface OpenedPolicy {
  readonly document: PolicyDocument;
  /** Format of the file when it was an older one; saving writes the current format. */
  readonly migratedFrom: number | null;
  /** Kinds that this version does not know, sorted. Not empty = open read-only: what cannot be understood must not be rewritten. */
  readonly unknownKinds: readonly string[];
  readonly sourceText: string;
}

export interface PolicyReaderParts {
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly migrations: MigrationList;
}

/** The only reader of policy files. Never throws on any text. */
export const readPolicy = (text: string): Result<OpenedPolicy, ReadError> => readPolicyWith({ kinds, migrations: policyMigrations }, text);

/** The reader with its parts handed in, so that migrations and unknown kinds can be tested before there are any. */
export function readPolicyWith(parts: PolicyReaderParts, text: string): Result<OpenedPolicy, ReadError> {
  const parsed = parseText(text);
  if (!parsed.ok) return parsed;
  const raw = parsed.value;
  const { oldest, current } = parts.migrations;
  const is = whatItIs(raw);
  if (!isRecord(raw) || !isRecord(raw['policy']) || !Object.hasOwn(raw, 'format') || (is !== undefined && is !== 'a policy')) {
    const found = is === undefined || is === 'a policy' ? 'This file is JSON but not a policy' : `This file is ${is}, not a policy`;
    return fail({
      reason: 'not-a-policy',
      message: `${found}: a policy has the keys format, policy and layout. It was not opened.`,
      fact: 'A policy has the keys format, policy and layout; this is JSON of another shape.',
    });
  }
  const format = raw['format'];
  if (typeof format !== 'number' || !Number.isInteger(format) || format < oldest) {
    return fail({
      reason: 'not-a-policy',
      message: `The format of this file is ${JSON.stringify(format)}, which no version of Gracefall has written: formats count from ${oldest}. It was not opened.`,
      fact: `The format is ${JSON.stringify(format)}, which no version of Gracefall has written: formats count from ${oldest}, and this version writes ${current}.`,
      ...locate(text, ['format']),
    });
  }
  if (format > current) return fail({ ...newerFormat('policy', format, current), ...locate(text, ['format']) });
  const migrated = migrate(parts.migrations, raw, format);
  if (!migrated.ok) {
    return fail({
      reason: 'migration-failed',
      message: `The policy has format ${format} and could not be brought to format ${current}: the step from ${migrated.failedAt} to ${migrated.failedAt + 1} failed (${migrated.cause}). The file was not changed; open it with the version that wrote it.`,
      fact: `Format ${format} could not be brought to format ${current}: the step from ${migrated.failedAt} to ${migrated.failedAt + 1} failed (${migrated.cause}).`,
      ...locate(text, ['format']),
    });
  }
  const document = documentSchema.safeParse(migrated.document);
  if (!document.success) return fail(invalid('policy', text, problemsOf(document.error.issues, migrated.document)));
  const problems = duplicates(document.data.policy);
  const nodes = document.data.policy.nodes.map((node, position) => {
    const config = parts.kinds.get(node.kind)?.config.schema.safeParse(node.config);
    if (config === undefined) return node;
    if (config.success) return { ...node, config: config.data as Record<string, unknown> };
    problems.push(...configProblems(node, position, config.error.issues));
    return node;
  });
  if (problems.length > 0) return fail(invalid('policy', text, problems));
  const unknownKinds = [...new Set(nodes.map((node) => node.kind).filter((kind) => !parts.kinds.has(kind)))].sort();
  return ok({
    document: { ...document.data, policy: { ...document.data.policy, nodes } },
    migratedFrom: migrated.from,
    unknownKinds,
    sourceText: text,
  });
}

function configProblems(node: PolicyNode, position: number, issues: Parameters<typeof problemsOf>[0]): Problem[] {
  const base = ['policy', 'nodes', position, 'config'];
  return problemsOf(issues, node.config, base).map((problem) => ({
    path: problem.path,
    message: `${subject('nodes', node, position)}: ${problem.message}`,
  }));
}

/** What a schema cannot say: ids name one thing, a port calls one node. Picking one of two would lose the other. */
function duplicates(policy: Policy): Problem[] {
  const problems: Problem[] = [];
  const names = new Map(policy.nodes.map((node) => [node.id, node.name]));
  for (const list of ['nodes', 'providers'] as const) {
    const seen = new Map<string, string>();
    policy[list].forEach((item, position) => {
      const other = seen.get(item.id);
      if (other !== undefined) {
        problems.push({
          path: ['policy', list, position, 'id'],
          message: `The id "${item.id}" belongs to two ${list}, "${other}" and "${item.name}", so a reference to it would have two meanings. Give one of them another id.`,
        });
      }
      seen.set(item.id, item.name);
    });
  }
  const promised = new Set<string>();
  policy.promises.forEach(({ entryId, tier }, position) => {
    const key = `${tier} ${entryId}`;
    if (promised.has(key)) {
      problems.push({
        path: ['policy', 'promises', position],
        message: `Tier ${tier} of "${names.get(entryId) ?? entryId}" is promised twice, so nobody could say what users are owed. Remove one of the two promises.`,
      });
    }
    promised.add(key);
  });
  const called = new Map<string, string>();
  policy.edges.forEach((edge, position) => {
    const other = called.get(edgeId(edge));
    if (other !== undefined) {
      const name = (id: string): string => `"${names.get(id) ?? id}"`;
      problems.push({
        path: ['policy', 'edges', position],
        message: `Port "${edge.port}" of ${name(edge.from)} is connected twice, to ${name(other)} and to ${name(edge.to)}, but a port calls one node. Remove one of the two edges.`,
      });
    }
    called.set(edgeId(edge), edge.to);
  });
  return problems;
}

/**
 * The canonical text: fixed key order, providers and nodes by id, edges by calling node and then the kind's port order,
 * every default written out, lists in their own order, two spaces, a final newline. Writing what was read from a canonical
 * text gives the same bytes.
 */
export function writePolicy(document: PolicyDocument): string {
  const { layout } = document;
  return indentedJson({
    format: POLICY_FORMAT,
    policy: canonicalPolicy(document.policy),
    layout: {
      nodes: Object.fromEntries(
        Object.keys(layout.nodes)
          .sort()
          .map((id) => [id, { x: layout.nodes[id]?.x, y: layout.nodes[id]?.y }]),
      ),
      notes: layout.notes.map(({ id, x, y, text, nodeId }) => ({ id, x, y, text, nodeId })).sort(byId),
      groups: layout.groups.map(({ id, name, nodeIds, isFolded }) => ({ id, name, nodeIds: [...nodeIds].sort(), isFolded })).sort(byId),
    },
  });
}

/** The policy in canonical order, without its layout. */
export function canonicalPolicy(policy: Policy): Policy {
  const nodes = policy.nodes.map((node) => ({ id: node.id, kind: node.kind, name: node.name, config: canonicalConfig(node) })).sort(byId);
  const portOrder = new Map(
    nodes.map((node) => [
      node.id,
      kinds
        .get(node.kind)
        ?.face.ports(node.config)
        .map(({ id }) => id) ?? [],
    ]),
  );
  return {
    id: policy.id,
    name: policy.name,
    description: policy.description,
    providers: policy.providers
      .map((provider) => ({
        id: provider.id,
        name: provider.name,
        concurrency: provider.concurrency,
        queueLength: provider.queueLength,
        requestsPerMin: provider.requestsPerMin,
        tokensPerMin: provider.tokensPerMin,
        requestBurst: provider.requestBurst,
        abandonedWork: provider.abandonedWork,
        region: provider.region,
        provisionedTokensPerMin: provider.provisionedTokensPerMin,
        provisionedUsdPerHour: provider.provisionedUsdPerHour,
        overProvisioned: provider.overProvisioned,
        models: provider.models.map(({ name, inputUsdPerMTok, outputUsdPerMTok, contextTokens, abilities, languages }) => ({
          name,
          inputUsdPerMTok,
          outputUsdPerMTok,
          contextTokens,
          abilities,
          languages,
        })),
      }))
      .sort(byId),
    nodes,
    edges: policy.edges
      .map(({ from, port, to }) => ({ from, port, to }))
      .sort(
        (a, b) =>
          compare(a.from, b.from) || portRank(portOrder, a) - portRank(portOrder, b) || compare(a.port, b.port) || compare(a.to, b.to),
      ),
    silenced: policy.silenced
      .map(({ rule, nodeId, about, reason }) => ({ rule, nodeId, about, reason }))
      .sort((a, b) => compare(a.rule, b.rule) || compare(a.nodeId ?? '', b.nodeId ?? '') || compare(a.about ?? '', b.about ?? '')),
    promises: policy.promises
      .map(({ entryId, tier, text, signOff }) => ({
        entryId,
        tier,
        text,
        signOff: signOff === null ? null : { owner: signOff.owner, date: signOff.date, subject: signOff.subject },
      }))
      .sort((a, b) => compare(a.entryId, b.entryId) || a.tier - b.tier),
  };
}

/**
 * The text whose sha256 names a policy, in runs and exports alike: canonical, without layout, without what was silenced and
 * without what was promised, whatever order it was drawn in. Accepting a finding or signing a promise changes nothing that
 * runs, so no result grows stale by it.
 */
export function policyHashText(policy: Policy): string {
  const { silenced: _, promises: __, ...meaning } = canonicalPolicy(policy);
  return canonicalJson(meaning);
}

/** Schema order and defaults for a known kind; what was read, untouched, for another. A config that its schema refuses is kept, not lost. */
function canonicalConfig(node: PolicyNode): Record<string, unknown> {
  const config = kinds.get(node.kind)?.config.schema.safeParse(node.config);
  return config?.success ? (config.data as Record<string, unknown>) : node.config;
}

function portRank(portOrder: ReadonlyMap<string, readonly string[]>, edge: PolicyEdge): number {
  const position = portOrder.get(edge.from)?.indexOf(edge.port) ?? -1;
  // Ports that the kind does not have come last, by name.
  return position === -1 ? Number.MAX_SAFE_INTEGER : position;
}

/** By code unit, not by locale: the same order on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => compare(a.id, b.id);
