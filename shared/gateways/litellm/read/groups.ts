import type { Place } from '../../read/place.ts';

/** One entry of `model_list`. */
export interface DeploymentAt {
  readonly place: Place;
  /** Lower is asked first; those without one come last. */
  readonly order: number;
  readonly weight: number | undefined;
  readonly rpm: number | undefined;
  readonly tpm: number | undefined;
}

export interface Group {
  readonly name: string;
  readonly deployments: readonly DeploymentAt[];
}

/** Deployments of the same `model_name`, in the order of the file. */
export function groupsOf(config: Place): ReadonlyMap<string, Group> {
  const groups = new Map<string, DeploymentAt[]>();
  for (const place of config.at('model_list').items()) {
    const name = place.at('model_name').text() ?? place.at('litellm_params', 'model').text();
    if (name === undefined) {
      place.leave('This entry names neither a group nor a model, so nothing can call it.');
      continue;
    }
    const params = place.at('litellm_params');
    const deployment = {
      place,
      order: params.at('order').number() ?? Number.POSITIVE_INFINITY,
      weight: params.at('weight').number(),
      rpm: params.at('rpm').number() ?? place.at('rpm').number(),
      tpm: params.at('tpm').number() ?? place.at('tpm').number(),
    };
    groups.set(name, [...(groups.get(name) ?? []), deployment]);
  }
  return new Map([...groups].map(([name, deployments]) => [name, { name, deployments }]));
}

/** Deployments by their order, the first asked first. */
export function byOrder({ deployments }: Group): DeploymentAt[][] {
  const orders = [...new Set(deployments.map(({ order }) => order))].sort((a, b) => a - b);
  return orders.map((order) => deployments.filter((one) => one.order === order));
}

/** simple-shuffle: by weight where one has any, else by rpm, else by tpm, else evenly. */
export function weightsOf(deployments: readonly DeploymentAt[]): number[] {
  for (const key of ['weight', 'rpm', 'tpm'] as const) {
    if (deployments.some((one) => one[key] !== undefined)) return deployments.map((one) => one[key] ?? 0);
  }
  return deployments.map(() => 1);
}

/** `[{primary: [backup]}]`, of which only the first key of each entry counts. */
export function listOf(place: Place): Map<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  for (const entry of place.items()) {
    const [first, ...others] = entry.fields();
    for (const [, other] of others) other.leave('LiteLLM looks at the first key of each entry only; this one is never followed.');
    if (first === undefined) continue;
    const [group, targets] = first;
    const names = targets.items().flatMap((target) => {
      const name = target.text() ?? target.at('model').text();
      if (name === undefined) target.leave('A fallback names a group; this is none.');
      return name ?? [];
    });
    if (!lists.has(group)) lists.set(group, names);
    else targets.leave('An earlier entry names the same group; this one is never followed.');
  }
  return lists;
}

/** Exact name, then without the provider's prefix, then "*". Undefined = no list names it. */
export function targetsFor(group: string, lists: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  return lists.get(group) ?? lists.get(group.split('/').slice(1).join('/')) ?? lists.get('*');
}
