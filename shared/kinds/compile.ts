import type { PlannedNode, RunPlan, Station } from '../engine/index.ts';
import {
  type Assumption,
  type Conditions,
  type ConditionTarget,
  edgeId,
  type Ms,
  NO_TARGET,
  type Policy,
  type PolicyNode,
  type Provider,
  type Traffic,
} from '../model/index.ts';
import { kinds } from './all.ts';
import { entriesOf } from './call-order.ts';
import { byId, findCycle, reachable } from './graph.ts';
import type { NodeKind, Wiring } from './kind.ts';
import { provisionedAssumptions, provisionedStation, provisionedUsdPerHour } from './model/provisioned.ts';

export interface CompileOptions {
  readonly traffic: Traffic;
  readonly conditions: Conditions;
  /** What the conditions were compiled for, in index order. */
  readonly conditionTargets: readonly ConditionTarget[];
  /** Unsigned 32 bit. */
  readonly seed: number;
  readonly bucketMs: Ms;
  readonly traceCount: number;
  /** Code of a value where values are met only as requests come (a live run); absent = its place in the traffic's column. */
  readonly codeOf?: (column: string, value: string) => number;
}

/** Metadata column whose values name entries, by name or id. */
export const CAPABILITY_COLUMN = 'capability';

/**
 * A policy made ready to run. Nodes, stations and entries are ordered by id, so the order in a file cannot change a result.
 * Throws only on what lint reports as an error (unknown kind, broken config, open required port, cycle, no entry): callers lint first.
 */
export function compilePolicy(policy: Policy, options: CompileOptions): RunPlan {
  const cycle = findCycle(policy);
  if (cycle !== undefined) throw new Error(`the graph has a cycle: ${[...cycle, cycle[0]].join(' → ')}`);
  const nodes = [...policy.nodes].sort(byId);
  const providers = [...policy.providers].sort(byId);
  const position = new Map(nodes.map((node, index) => [node.id, index]));
  const targets = new Map(policy.edges.map((edge) => [edgeId(edge), edge.to]));
  const columns: string[] = [];
  const stations = [...providers.map(stationOf), ...providers.flatMap((provider) => provisionedStation(provider) ?? [])];
  const usdPerHour = provisionedUsdPerHour(providers);
  const planned = nodes.map((node) => planNode(node, policy, providers, stations, position, targets, columns, options));
  return {
    nodes: planned,
    stations,
    conditions: options.conditions,
    traffic: options.traffic,
    ...(usdPerHour === undefined ? {} : { provisionedUsdPerHour: usdPerHour }),
    entries: entriesFor(policy, options.traffic, position),
    metadataColumns: columns,
    seed: options.seed >>> 0,
    bucketMs: options.bucketMs,
    traceCount: options.traceCount,
  };
}

/**
 * What a scenario may strike: every provider and model that the policy's model nodes call, once each, then every other node. Sorted by
 * name, so that the order in a file cannot matter.
 */
export function conditionTargetsOf(policy: Policy): readonly ConditionTarget[] {
  const models = new Map<string, ConditionTarget>();
  const others: ConditionTarget[] = [];
  for (const node of [...policy.nodes].sort(byId)) {
    const { providerId, model } = node.config;
    if (node.kind !== 'model') others.push({ nodeId: node.id, nodeKind: node.kind });
    else if (typeof providerId === 'string' && typeof model === 'string') models.set(`${providerId}\n${model}`, { providerId, model });
  }
  return [...[...models].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target), ...others];
}

/** What the figures of a run rest on: the nodes that a request can reach, then the providers that they call. */
export function assumptionsOf(policy: Policy): readonly Assumption[] {
  const reached = reachable(
    policy,
    entriesOf(policy).map((node) => node.id),
  );
  const found: Assumption[] = [];
  const called = new Set<string>();
  for (const node of [...policy.nodes].sort(byId)) {
    const kind = kinds.get(node.kind);
    if (kind === undefined || !reached.has(node.id)) continue;
    found.push(...kind.assumptions(parsedConfig(kind, node), node.name));
    if (typeof node.config['providerId'] === 'string') called.add(node.config['providerId']);
  }
  for (const provider of [...policy.providers].sort(byId)) {
    if (called.has(provider.id)) found.push(...providerAssumptions(provider));
    else found.push(...provisionedAssumptions(provider));
  }
  return found;
}

function providerAssumptions(provider: Provider): Assumption[] {
  const work =
    provider.abandonedWork === 'runs-on'
      ? 'A call that the caller gave up on runs to its end at the provider, holds its slot until then and is billed in full.'
      : 'A call that the caller gave up on stops at once; what was read and written until then is billed.';
  const found: Assumption[] = [{ subject: provider.name, statement: work, basis: 'assumed' }];
  if (provider.concurrency === null && provider.requestsPerMin === null && provider.tokensPerMin === null) {
    found.push({
      subject: provider.name,
      statement: 'It serves any number of calls at once and refuses none for its load.',
      basis: 'assumed',
    });
  } else if (provider.requestsPerMin !== null || provider.tokensPerMin !== null) {
    found.push({
      subject: provider.name,
      statement:
        'Its rate limits are token buckets that refill continuously and start full; the whole answer counts when the call is sent.',
      basis: 'model',
    });
  }
  return [...found, ...provisionedAssumptions(provider)];
}

function planNode(
  node: PolicyNode,
  policy: Policy,
  providers: readonly Provider[],
  stations: Station[],
  position: ReadonlyMap<string, number>,
  targets: ReadonlyMap<string, string>,
  columns: string[],
  options: CompileOptions,
): PlannedNode {
  const kind = kinds.get(node.kind);
  if (kind === undefined) throw new Error(`node ${node.id} is of the unknown kind ${JSON.stringify(node.kind)}`);
  const config = parsedConfig(kind, node);
  const ports = kind.face.ports(config);
  const calls = new Int32Array(ports.length);
  ports.forEach((port, index) => {
    const to = targets.get(edgeId({ from: node.id, port: port.id }));
    const at = to === undefined ? undefined : position.get(to);
    if (at === undefined && port.required) throw new Error(`port ${port.id} of node ${node.id} calls nothing`);
    calls[index] = at ?? -1;
  });
  const wiring = wiringFor(
    node,
    policy,
    ports.map((port) => port.id),
    providers,
    stations,
    columns,
    options,
  );
  return {
    id: node.id,
    kind: node.kind,
    behavior: kind.behavior,
    config: kind.prepare(config, wiring),
    ports: ports.map((port) => port.id),
    targets: calls,
  };
}

function wiringFor(
  node: PolicyNode,
  policy: Policy,
  ports: readonly string[],
  providers: readonly Provider[],
  stations: Station[],
  columns: string[],
  options: CompileOptions,
): Wiring {
  return {
    nodeId: node.id,
    port: (portId) => ports.indexOf(portId),
    provider(providerId) {
      const index = providers.findIndex((provider) => provider.id === providerId);
      const provider = providers[index];
      if (provider === undefined) throw new Error(`node ${node.id} names the unknown provider ${JSON.stringify(providerId)}`);
      const provisioned = stations.findIndex((station) => station.id === provisionedStation(provider)?.id);
      return { index, provider, ...(provisioned < 0 ? {} : { provisioned }) };
    },
    conditionTarget(providerId, model) {
      const index = options.conditionTargets.findIndex(
        (target) => 'providerId' in target && target.providerId === providerId && target.model === model,
      );
      return index < 0 ? NO_TARGET : index;
    },
    below() {
      const nodes = new Map(policy.nodes.map((other) => [other.id, other]));
      return [...reachable(policy, [node.id])].flatMap((id) => {
        const other = id === node.id ? undefined : nodes.get(id);
        const kind = other === undefined ? undefined : kinds.get(other.kind);
        return other === undefined || kind === undefined ? [] : [{ kind, config: parsedConfig(kind, other) }];
      });
    },
    nodeTarget() {
      const index = options.conditionTargets.findIndex((target) => 'nodeId' in target && target.nodeId === node.id);
      return index < 0 ? NO_TARGET : index;
    },
    station(slots, queueLength) {
      // Ids of nodes and providers are words of one alphabet, so a colon keeps the two apart.
      const id = `node:${node.id}`;
      if (stations.some((station) => station.id === id)) throw new Error(`node ${node.id} asked for a second station`);
      stations.push({ id, concurrency: slots, queueLength, requestsPerMin: null, requestBurst: null, tokensPerMin: null });
      return stations.length - 1;
    },
    metadataColumn(key, values) {
      if (!columns.includes(key)) columns.push(key);
      const known = options.traffic.metadata[key]?.values ?? [];
      const codeOf = options.codeOf ?? ((_column: string, value: string) => known.indexOf(value));
      return { column: columns.indexOf(key), codes: values.map((value) => codeOf(key, value)) };
    },
  };
}

/** Config with defaults filled in; throws with the node and the field, since lint reports a broken one as an error. */
function parsedConfig(kind: NodeKind, node: PolicyNode): unknown {
  const parsed = kind.config.schema.safeParse(node.config);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`config of node ${node.id}, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}

function stationOf(provider: Provider): Station {
  const { id, concurrency, queueLength, requestsPerMin, requestBurst, tokensPerMin } = provider;
  return { id, concurrency, queueLength, requestsPerMin, requestBurst, tokensPerMin };
}

/** Requests go to the entry that their capability names; all others, and all without such a column, to the first entry by id. */
function entriesFor(policy: Policy, traffic: Traffic, position: ReadonlyMap<string, number>): Int32Array | number {
  const entries = entriesOf(policy);
  const first = entries[0];
  if (first === undefined) throw new Error(`policy ${policy.id} has no entry`);
  const firstPosition = position.get(first.id) as number;
  const column = Object.hasOwn(traffic.metadata, CAPABILITY_COLUMN) ? traffic.metadata[CAPABILITY_COLUMN] : undefined;
  if (column === undefined || entries.length === 1) return firstPosition;
  const byValue = column.values.map((value) => {
    const entry = entries.find((candidate) => candidate.id === value) ?? entries.find((candidate) => candidate.name === value);
    return entry === undefined ? firstPosition : (position.get(entry.id) as number);
  });
  return Int32Array.from(column.codes, (code) => byValue[code] ?? firstPosition);
}
