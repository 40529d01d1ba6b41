import { portName, portsOf } from '../../shared/edit/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { edgeId, type Finding, type PolicyDocument, type PolicyNode } from '../../shared/model/index.ts';
import { enumerated, words } from '../words/index.ts';
import { restScore, scoreOf, tokensOf } from './search-score.ts';

/** Where one can go in a document. */
export type JumpTarget =
  | { readonly type: 'node'; readonly nodeId: string }
  | { readonly type: 'tier'; readonly nodeId: string; readonly port: string }
  | { readonly type: 'model' | 'group'; readonly nodeIds: readonly string[] }
  | { readonly type: 'provider'; readonly providerId: string }
  | { readonly type: 'route'; readonly edgeId: string; readonly nodeId: string }
  | { readonly type: 'finding'; readonly finding: Finding }
  | { readonly type: 'note'; readonly noteId: string };

export interface JumpPlace {
  readonly key: string;
  readonly target: JumpTarget;
  readonly title: string;
  /** What it is and does, behind the title. */
  readonly detail: string;
  /** Kind of node whose sign stands before the title; absent for what is no node. */
  readonly kind?: string;
  /** In lower case, searched. */
  readonly titleText: string;
  readonly restText: string;
  /** What all nodes of the kind share, searched once for all of them. */
  readonly kindText: string;
}

/** Rank among equals, and the order while nothing is typed: what is drawn first, then what hangs on it. */
const WEIGHT: Readonly<Record<JumpTarget['type'], number>> = {
  node: 0.06,
  provider: 0.05,
  model: 0.05,
  tier: 0.03,
  group: 0.03,
  note: 0.02,
  finding: 0.01,
  route: 0,
};

type Seed = Omit<JumpPlace, 'titleText' | 'restText' | 'kindText'> & { readonly rest?: string; readonly kindText?: string };

/** Everything in the document that has a name, a kind, a setting or a sentence. Costs some milliseconds a thousand nodes; keep it while the document stays the same. */
export function jumpPlaces({ policy, layout }: PolicyDocument, findings: readonly Finding[]): readonly JumpPlace[] {
  const nodes = new Map(policy.nodes.map((node) => [node.id, node]));
  const nameOf = (id: string): string => nodes.get(id)?.name ?? id;
  const places: Seed[] = [];
  const byModel = new Map<string, string[]>();
  for (const node of policy.nodes) {
    const face = kinds.get(node.kind)?.face;
    const title = face?.title ?? node.kind;
    const summary = face?.summary(node.config, policy) ?? '';
    places.push({
      key: `node:${node.id}`,
      target: { type: 'node', nodeId: node.id },
      title: node.name,
      detail: summary === '' ? title : node.name === title ? summary : `${title}, ${summary}`,
      kind: node.kind,
      rest: `${summary} ${node.id} ${settingText(node)}`,
      kindText: textOfKind(node.kind),
    });
    const { model } = node.config;
    if (typeof model === 'string' && model !== '') byModel.set(model, [...(byModel.get(model) ?? []), node.id]);
  }
  for (const [model, nodeIds] of byModel) {
    places.push({
      key: `model:${model}`,
      target: { type: 'model', nodeIds },
      title: model,
      detail: words.jump.modelUsedBy(nodeIds.length === 1 ? nameOf(nodeIds[0]!) : null, nodeIds.length),
      rest: words.jump.model,
    });
  }
  for (const provider of policy.providers) {
    const models = enumerated(provider.models.map(({ name }) => name));
    places.push({
      key: `provider:${provider.id}`,
      target: { type: 'provider', providerId: provider.id },
      title: provider.name,
      detail: models === '' ? words.jump.provider : `${words.jump.provider}, ${models}`,
      rest: `${words.jump.provider} ${provider.id} ${models} ${provider.region ?? ''}`,
    });
  }
  for (const node of policy.nodes) {
    const ports = portsOf(node);
    if (ports.length < 2) continue;
    for (const port of ports) {
      places.push({
        key: `tier:${node.id}:${port.id}`,
        target: { type: 'tier', nodeId: node.id, port: port.id },
        title: portName(node, port.id),
        detail: words.jump.way,
        kind: node.kind,
      });
    }
  }
  for (const edge of policy.edges) {
    const from = nodes.get(edge.from);
    places.push({
      key: `route:${edgeId(edge)}`,
      target: { type: 'route', edgeId: edgeId(edge), nodeId: edge.from },
      title: words.jump.routeTitle(from === undefined ? edge.from : portName(from, edge.port), nameOf(edge.to)),
      detail: words.jump.route,
    });
  }
  for (const group of layout.groups) {
    places.push({
      key: `group:${group.id}`,
      target: { type: 'group', nodeIds: group.nodeIds },
      title: group.name,
      detail: words.jump.group(group.nodeIds.length),
    });
  }
  for (const note of layout.notes) {
    if (note.text.trim() === '') continue;
    const [first = ''] = note.text.trim().split('\n');
    places.push({
      key: `note:${note.id}`,
      target: { type: 'note', noteId: note.id },
      title: first,
      detail: note.nodeId === null ? words.jump.note : words.jump.commentOn(nameOf(note.nodeId)),
      rest: note.text,
    });
  }
  findings.forEach((finding, i) => {
    places.push({
      key: `finding:${i}`,
      target: { type: 'finding', finding },
      title: finding.message,
      detail: words.jump.finding[finding.severity],
      rest: `${finding.rule} ${finding.nodeId === undefined ? '' : nameOf(finding.nodeId)} ${words.jump.problem}`,
    });
  });
  return places.map(({ rest = '', kindText = '', ...place }) => ({
    ...place,
    titleText: place.title.toLowerCase(),
    restText: (kindText === '' ? `${place.detail} ${rest}` : rest).toLowerCase(),
    kindText,
  }));
}

/** The best places for what was typed, best first; without a word the first ones as they are drawn. */
export function findPlaces(
  places: readonly JumpPlace[],
  query: string,
  limit = 60,
): { readonly shown: readonly JumpPlace[]; readonly count: number } {
  const tokens = tokensOf(query);
  if (tokens.length === 0) return { shown: places.slice(0, limit), count: places.length };
  const scored: { readonly place: JumpPlace; readonly score: number }[] = [];
  const byKind = new Map<string, readonly number[]>([['', []]]);
  for (const place of places) {
    let floors = byKind.get(place.kindText);
    if (floors === undefined) {
      floors = tokens.map((token) => restScore(token, place.kindText));
      byKind.set(place.kindText, floors);
    }
    const score = scoreOf(tokens, place.titleText, place.restText, floors);
    if (score > 0) scored.push({ place, score: score + WEIGHT[place.target.type] });
  }
  scored.sort((a, b) => b.score - a.score);
  return { shown: scored.slice(0, limit).map(({ place }) => place), count: scored.length };
}

const kindTexts = new Map<string, string>();

/** What a person may call a node of this kind and its settings: "circuit breaker", "opens after". */
function textOfKind(name: string): string {
  const kept = kindTexts.get(name);
  if (kept !== undefined) return kept;
  const kind = kinds.get(name);
  const text = [kind?.face.title ?? name, ...(kind?.face.keywords ?? []), ...(kind?.fields.map(({ label }) => label) ?? [])]
    .join(' ')
    .toLowerCase();
  kindTexts.set(name, text);
  return text;
}

/** Names and values of the settings: "openForMs 30000". */
function settingText(node: PolicyNode): string {
  const parts: string[] = [];
  const take = (key: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object') for (const [name, inner] of Object.entries(value)) take(Array.isArray(value) ? key : name, inner);
    else parts.push(`${key} ${String(value)}`);
  };
  for (const [key, value] of Object.entries(node.config)) take(key, value);
  return parts.join(' ');
}
