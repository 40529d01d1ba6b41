import { kinds, primaryProvider } from '../../shared/kinds/index.ts';
import type { Policy, Scenario, ScenarioTarget } from '../../shared/model/index.ts';
import { type EffectKind, fittingEffects } from '../../shared/scenario/index.ts';
import { words } from '../words/index.ts';

/** One row of the timeline: whom events strike. */
export interface Lane {
  /** Of the target; the same target has one lane. */
  readonly id: string;
  readonly target: ScenarioTarget;
  readonly label: string;
  /** A second, quieter line; null where the label says it all. */
  readonly detail: string | null;
  /** Sign of the kind of node; null for what is no node. */
  readonly nodeKind: string | null;
  /** Belongs to the lane above, as a model to its provider. */
  readonly isInner: boolean;
  /** What can be drawn here; empty where nothing is felt. */
  readonly effects: readonly EffectKind[];
}

export interface LaneGroup {
  readonly id: keyof typeof words.scenarioEditor.groups;
  readonly label: string;
  readonly lanes: readonly Lane[];
  /** Nodes that have no lane of their own, because there are so many. */
  readonly hiddenCount: number;
}

/** More nodes of a kind get lanes only where an event strikes them: a policy may have thousands. */
const MOST_NODE_LANES = 40;

const texts = words.scenarioEditor;

const modelId = (providerId: string, model: string): string => `model:${providerId}:${model}`;
const nodeIdOf = (nodeId: string): string => `node:${nodeId}`;

export function targetId(target: ScenarioTarget): string {
  switch (target.kind) {
    case 'provider':
      return `provider:${target.providerId}`;
    case 'model':
      return modelId(target.providerId, target.model);
    case 'node':
      return nodeIdOf(target.nodeId);
    case 'node-kind':
      return `node-kind:${target.nodeKind}`;
    default:
      return target.kind;
  }
}

const NODE_GROUPS = [
  { id: 'tools', nodeKind: 'tool', every: texts.lane.everyTool },
  { id: 'agents', nodeKind: 'agent-loop', every: texts.lane.everyAgent },
  { id: 'people', nodeKind: 'review', every: texts.lane.everyReview },
] as const;

/** Load, providers with the models that are called, and the nodes that feel anything; and whatever else the scenario aims at. Groups without lanes are left out. */
export function laneGroups(policy: Policy, scenario: Scenario): readonly LaneGroup[] {
  const struck = new Map(scenario.events.map(({ target }) => [targetId(target), target]));
  const lane = (
    target: ScenarioTarget,
    label: string,
    detail: string | null,
    more: Partial<Pick<Lane, 'nodeKind' | 'isInner'>> = {},
  ): Lane => ({
    id: targetId(target),
    target,
    label,
    detail,
    nodeKind: null,
    isInner: false,
    effects: fittingEffects(target, policy),
    ...more,
  });

  const groups: LaneGroup[] = [
    { id: 'load', label: texts.groups.load, lanes: [lane({ kind: 'traffic' }, texts.lane.traffic, null)], hiddenCount: 0 },
    { id: 'providers', label: texts.groups.providers, lanes: providerLanes(policy, struck, lane), hiddenCount: 0 },
  ];
  for (const { id, nodeKind, every } of NODE_GROUPS) {
    const nodes = policy.nodes.filter((node) => node.kind === nodeKind);
    const everyTarget: ScenarioTarget = { kind: 'node-kind', nodeKind };
    const isEveryShown = nodes.length > 1 || struck.has(targetId(everyTarget));
    const shown = nodes.filter((node, i) => i < MOST_NODE_LANES || struck.has(nodeIdOf(node.id)));
    const lanes = [
      ...(isEveryShown ? [lane(everyTarget, every, nodes.length === 0 ? texts.lane.missing : null, { nodeKind })] : []),
      ...shown.map((node) => lane({ kind: 'node', nodeId: node.id }, node.name, null, { nodeKind, isInner: isEveryShown })),
    ];
    groups.push({ id, label: texts.groups[id], lanes, hiddenCount: nodes.length - shown.length });
  }
  const known = new Set(groups.flatMap(({ lanes }) => lanes.map(({ id }) => id)));
  const others = [...struck].filter(([id]) => !known.has(id)).map(([, target]) => strayLane(target, policy, lane));
  groups.push({ id: 'others', label: texts.groups.others, lanes: others, hiddenCount: 0 });
  return groups.filter(({ lanes }) => lanes.length > 0);
}

type MakeLane = (target: ScenarioTarget, label: string, detail: string | null, more?: Partial<Pick<Lane, 'nodeKind' | 'isInner'>>) => Lane;

function providerLanes(policy: Policy, struck: ReadonlyMap<string, ScenarioTarget>, lane: MakeLane): Lane[] {
  const primaryId = primaryProvider(policy);
  const primary = policy.providers.find(({ id }) => id === primaryId);
  const called = new Set(
    policy.nodes.flatMap(({ kind, config }) => (kind === 'model' ? [modelId(String(config['providerId']), String(config['model']))] : [])),
  );
  const isAllShown = policy.providers.length > 1 || struck.has('all-providers');
  return [
    lane(
      { kind: 'primary-provider' },
      texts.lane.primary,
      primary === undefined ? texts.lane.noPrimary : texts.lane.primaryIs(primary.name),
    ),
    ...(isAllShown ? [lane({ kind: 'all-providers' }, texts.lane.allProviders, null)] : []),
    ...primaryFirst(policy, primaryId).flatMap((provider) => [
      lane({ kind: 'provider', providerId: provider.id }, provider.name, null),
      ...provider.models
        .filter(({ name }) => called.has(modelId(provider.id, name)) || struck.has(modelId(provider.id, name)))
        .map(({ name }) => lane({ kind: 'model', providerId: provider.id, model: name }, name, null, { nodeKind: 'model', isInner: true })),
    ]),
  ];
}

const primaryFirst = ({ providers }: Policy, primaryId: string | undefined) =>
  [...providers].sort((a, b) => Number(b.id === primaryId) - Number(a.id === primaryId));

/** A target that the policy does not have, or that feels nothing: shown, so that its events can be moved to where they do something. */
function strayLane(target: ScenarioTarget, policy: Policy, lane: MakeLane): Lane {
  switch (target.kind) {
    case 'provider':
      return lane(target, target.providerId, texts.lane.missing);
    case 'model':
      return lane(target, target.model, texts.lane.missing);
    case 'node': {
      const node = policy.nodes.find(({ id }) => id === target.nodeId);
      return lane(target, node?.name ?? target.nodeId, node === undefined ? texts.lane.missing : null, { nodeKind: node?.kind ?? null });
    }
    case 'node-kind': {
      const title = kinds.get(target.nodeKind)?.face.title.toLowerCase() ?? target.nodeKind;
      return lane(target, texts.lane.everyKind(title), null, { nodeKind: target.nodeKind });
    }
    default:
      throw new Error(`the target "${target.kind}" always has a lane`);
  }
}

/** Lanes in the order of the screen. */
export const lanesOf = (groups: readonly LaneGroup[]): readonly Lane[] => groups.flatMap(({ lanes }) => lanes);
