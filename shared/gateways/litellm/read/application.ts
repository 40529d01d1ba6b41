import type { Drawing } from '../../read/drawing.ts';
import type { Place } from '../../read/place.ts';

/** Metadata by which the application names the group: the request's own `model`. */
const GROUP_KEY = 'model';
const MOST_ROUTES = 16;

export interface Called {
  /** The group's, then its aliases. */
  readonly names: readonly string[];
  readonly id: string | undefined;
}

/** Routers by the name that the application gives; one call needs none. `left` is told of groups beyond what a router takes. */
export function byName(drawing: Drawing, called: readonly Called[], left: (group: string) => void): string | undefined {
  const [only] = called;
  if (only === undefined || called.length === 1) return only?.id;
  const tree = treeOf(called);
  drawing.assume(
    ['model_list'],
    `The application names the group: requests whose “${GROUP_KEY}” is none of the routes’ are drawn as calls of ${usual(tree).names[0]}.`,
  );
  return put(tree, 'By model group');

  function put(way: Way, name: string): string | undefined {
    if (!('ways' in way)) return way.id;
    const routed = way.ways.filter(({ port }) => port !== 'otherwise');
    const routes = routed.slice(0, MOST_ROUTES).map(({ port, way: to }) => {
      const values = callsOf(to).flatMap(({ names }) => names.map((one) => one.replaceAll(',', ' ').trim() || 'unnamed'));
      return {
        id: port,
        name: usual(to).names[0]!.slice(0, 60),
        condition: 'metadata',
        key: GROUP_KEY,
        values: values.join(', ').slice(0, 500),
      };
    });
    for (const { way: beyond } of routed.slice(MOST_ROUTES)) for (const one of callsOf(beyond)) left(one.names[0]!);
    const id = drawing.node('router', name, { routes }, ['model_list']);
    for (const { port, way: to } of way.ways) {
      if (port === 'otherwise' || routes.some((route) => route.id === port)) drawing.wire(id, port, put(to, `${name}, ${port}`));
    }
    return id;
  }
}

type Way = Called | { readonly ways: readonly { readonly port: string; readonly way: Way }[] };

const callsOf = (way: Way): readonly Called[] => ('ways' in way ? way.ways.flatMap((one) => callsOf(one.way)) : [way]);

/** What a request is called with that names none of the others. */
const usual = (way: Way): Called => ('ways' in way ? usual((way.ways.find(({ port }) => port === 'otherwise') ?? way.ways[0]!).way) : way);

/** Groups that an export named for the ways of its routers (`support-paid`, `support-otherwise`) are those ways again; others stand side by side. */
function treeOf(called: readonly Called[]): Way {
  const first = called[0]!.names[0]!;
  for (let cut = first.indexOf('-'); cut !== -1; cut = first.indexOf('-', cut + 1)) {
    const base = first.slice(0, cut + 1);
    if (!called.every(({ names }) => names[0]!.startsWith(base))) break;
    const tree = named(called, base);
    if (tree !== undefined) return tree;
  }
  return { ways: called.map((way, at) => ({ port: at === 0 ? 'otherwise' : `r${at}`, way })) };
}

function named(called: readonly Called[], base: string): Way | undefined {
  if (called.length === 1) return called[0]!.names[0] === base.slice(0, -1) ? called[0] : undefined;
  const ports = new Map<string, Called[]>();
  for (const one of called) {
    const port = one.names[0]!.slice(base.length).split('-')[0] ?? '';
    ports.set(port, [...(ports.get(port) ?? []), one]);
  }
  if (!ports.has('otherwise') || ports.size < 2 || ![...ports.keys()].every((port) => /^[a-z][a-z0-9]*$/.test(port))) return undefined;
  const ways = [...ports].map(([port, own]) => ({ port, way: named(own, `${base}${port}-`) }));
  return ways.every((one) => one.way !== undefined) ? { ways: ways as { port: string; way: Way }[] } : undefined;
}

/** Groups that an application may name: all but those that only take over from others, with their aliases. */
export function applicationGroups(groups: readonly string[], takingOver: ReadonlySet<string>, aliases: readonly Place[]): string[][] {
  const names = new Map(groups.map((name) => [name, [name]]));
  for (const place of aliases) {
    for (const [alias, target] of place.fields()) {
      const of = names.get(target.text() ?? target.at('model').text() ?? '');
      if (of === undefined) target.leave('This alias stands for no group of model_list.');
      else of.push(alias);
    }
  }
  const all = [...names.values()];
  const first = all.filter((one) => !takingOver.has(one[0]!) || one.length > 1);
  // Groups that take over from each other: all of them are for the application.
  return first.length > 0 ? first : all;
}
