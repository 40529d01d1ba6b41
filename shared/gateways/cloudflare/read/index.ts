import { FAILURE_CLASSES, type FailureClass } from '../../../model/index.ts';
import { conditionOf } from '../../read/conditions.ts';
import { Drawing, idOf } from '../../read/drawing.ts';
import { budgetOf } from '../../read/durations.ts';
import type { ConfigReader, Drawn } from '../../read/imported.ts';
import { isRecord, type Place } from '../../read/place.ts';
import { chain, sharedOut, type Tier } from '../../read/shapes.ts';
import { lintCloudflare } from '../lint.ts';
import { type Element, elementsOf, elementsPath, leadsTo, outputNames, outputOf } from './elements.ts';

const LONGEST_REQUEST_MS = 3_600_000;
const MOST_RETRIES = 10;

/** An error, a limit or a time-out of the model leads to its fallback; an answer that has begun does not. */
const LEADS_ON: readonly FailureClass[] = FAILURE_CLASSES.filter(
  (one) => !['malformed', 'blocked-by-guard', 'cancelled', 'tool-failure', 'loop-limit'].includes(one),
);
const RETRIED: readonly FailureClass[] = ['rate-limit', 'timeout', 'connection', 'server-error'];

export const cloudflareReader: ConfigReader = {
  id: 'cloudflare',
  title: 'Cloudflare AI Gateway route',
  recognises: (value) => elementsPath(value) !== undefined,
  problems(value) {
    const elements = rawElements(value);
    if (elements.length === 0) return ['The route has no elements, so there is nothing to draw.'];
    const start = elements.find((one) => isRecord(one) && one['type'] === 'start');
    if (!isRecord(start)) return ['The route has no start element, so it is not known where it begins. Nothing was drawn.'];
    const byId = new Map(elements.flatMap((one) => (isRecord(one) && typeof one['id'] === 'string' ? [[one['id'], one] as const] : [])));
    const round = circleFrom(String(start['id']), byId);
    return round === undefined
      ? []
      : [`The route runs in a circle (${round.join(' → ')}), so a request would never end. Nothing was drawn; break the circle.`];
  },
  draw,
  lint: lintCloudflare,
};

function rawElements(value: unknown): readonly unknown[] {
  let at: unknown = value;
  for (const key of elementsPath(value) ?? []) at = (at as Record<string, unknown>)[key];
  return Array.isArray(at) ? at : [];
}

function circleFrom(start: string, byId: ReadonlyMap<string, unknown>): string[] | undefined {
  const done = new Set<string>();
  const visit = (id: string, above: readonly string[]): string[] | undefined => {
    if (above.includes(id)) return [...above.slice(above.indexOf(id)), id];
    if (done.has(id)) return undefined;
    done.add(id);
    for (const next of leadsTo(byId.get(id))) {
      const found = visit(next, [...above, id]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(start, []);
}

function draw(config: Place, name: string): Drawn {
  const drawing = new Drawing();
  const path = elementsPath(config.value) ?? ['elements'];
  const elements = elementsOf(config.at(...path));
  const route = config.at(...path.slice(0, -1), 'name').text();
  const made = new Map<string, string | undefined>();
  const start = [...elements.values()].find(({ type }) => type === 'start');
  const entry = drawing.node('entry', 'Requests', {}, start?.place.path ?? null, 'requests');
  drawing.wire(entry, 'next', start === undefined ? undefined : at(outputOf(start, 'next'), start.place));
  for (const { place, id } of elements.values()) {
    if (id !== start?.id && !made.has(id)) place.leave('Nothing leads to this element.');
  }
  return drawing.finish(name, 'Read from a route of Cloudflare AI Gateway.', route);

  /** What stands for an element; undefined for the end of the route and for what is not there. */
  function at(id: string | undefined, from: Place): string | undefined {
    if (id === undefined) return undefined;
    if (made.has(id)) return made.get(id);
    const element = elements.get(id);
    if (element === undefined) {
      from.leave(`An output of this element leads to ${id}, which the route does not have.`);
      return undefined;
    }
    // Marked before its outputs are followed; `problems` has refused circles.
    made.set(id, undefined);
    const drawn = nodeOf(element);
    made.set(id, drawn);
    return drawn;
  }

  function nodeOf(element: Element): string | undefined {
    const { place, type } = element;
    switch (type) {
      case 'end':
        place.take();
        return undefined;
      case 'conditional':
        return conditional(element);
      case 'percentage':
        return percentage(element);
      case 'rate':
      case 'rate_limit':
        return limit(element);
      case 'model':
        return models(element);
      default: {
        place.leave(`${type} is no element that Gracefall knows; what follows it is drawn in its place.`);
        const [first] = outputNames(element);
        return first === undefined ? undefined : at(outputOf(element, first), place);
      }
    }
  }

  function conditional(element: Element): string {
    const { place, id } = element;
    const written = place.at('properties', 'conditions');
    const query = written.isThere ? written : place.at('properties', 'condition');
    const read = conditionOf(query);
    if (read === undefined)
      query.leave('A router of Gracefall has no condition like this; the route is drawn without one, so that it must be set.');
    else query.take();
    const shown = JSON.stringify(query.value)?.replace(/["{}]/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 60) ?? '';
    const router = drawing.node(
      'router',
      id,
      { routes: [{ id: 'true', ...(read ?? { condition: 'metadata', name: shown }) }] },
      place.path,
      id,
    );
    drawing.wire(router, 'true', at(outputOf(element, 'true'), place));
    drawing.wire(router, 'otherwise', at(outputOf(element, 'false'), place));
    return router;
  }

  function percentage(element: Element): string | undefined {
    const ways = outputNames(element).map((name) => ({
      name,
      percent: /^(\d+(?:\.\d+)?)\s*%?$/.exec(name)?.[1],
      id: at(outputOf(element, name), element.place),
    }));
    const told = ways.reduce((sum, { percent }) => sum + Number(percent ?? 0), 0);
    const rest = ways.filter(({ percent }) => percent === undefined);
    const weights = ways.map(({ percent, id }) => ({
      id,
      weight: percent === undefined ? Math.max(0, 100 - told) / rest.length : Number(percent),
    }));
    // The rest stands last, as in a router.
    const last = ways.findLastIndex(({ percent }) => percent === undefined);
    const ordered = last === -1 ? weights : [...weights.slice(0, last), ...weights.slice(last + 1), weights[last]!];
    return sharedOut(drawing, element.place.path, element.id, ordered);
  }

  function limit(element: Element): string {
    const { place, id } = element;
    const properties = place.at('properties');
    const most = Math.max(0, properties.at('limit').number() ?? 0);
    const windowS = Math.max(1, properties.at('window').number() ?? properties.at('interval').number() ?? 60);
    const isCost = properties.at('limitType').text() === 'cost' || properties.at('limit_type').text() === 'cost';
    const key = (properties.at('key').text() ?? '').replace(/^metadata\./, '');
    const technique = properties.at('technique');
    if (technique.isThere) technique.leave('Gracefall has one way of counting in a time; sliding and fixed are drawn the same.');
    const next = at(outputOf(element, 'success'), place);
    const over = at(outputOf(element, 'fallback'), place);
    const atLimit = over === undefined ? undefined : 'downgrade';
    const isUser = /user/i.test(key);
    let node: string;
    if (isCost) {
      const { limitUsd, period, isScaled } = budgetOf(most, windowS);
      if (isScaled)
        properties
          .at('window')
          .leave(`A budget of Gracefall counts by the day or by the month: ${windowS} s are drawn as that much a ${period}.`);
      if (key !== '' && !isUser)
        properties.at('key').leave(`A budget of Gracefall has one account for all or one a user: ${key} is drawn as one for all.`);
      node = drawing.node(
        'budget',
        id,
        { scope: isUser ? 'user' : 'agent', limitUsd, period, reserveUsd: 0, atLimit: atLimit ?? 'stop' },
        place.path,
        id,
      );
    } else {
      const requestsPerMin = Math.min(10_000_000, Math.max(0.01, (most * 60) / windowS));
      node = drawing.node(
        'rate-limit',
        id,
        {
          requestsPerMin,
          burst: Math.min(10_000_000, Math.max(1, Math.floor(most))),
          scope: key === '' ? 'all' : isUser ? 'user' : 'metadata',
          key: isUser ? '' : key.slice(0, 100),
          atLimit: atLimit ?? 'reject',
        },
        place.path,
        id,
      );
    }
    drawing.wire(node, 'next', next);
    drawing.wire(node, 'over', over);
    return node;
  }

  /** A model and the models that take over from it, one after the other, are one fallback. */
  function models(first: Element): string | undefined {
    const tiers: Tier[] = [];
    let element: Element | undefined = first;
    while (element !== undefined && element.type === 'model' && (element === first || !made.has(element.id))) {
      tiers.push({ id: model(element), name: '', continueOn: LEADS_ON });
      if (element !== first) made.set(element.id, tiers.at(-1)?.id);
      const next: string | undefined = outputOf(element, 'fallback');
      const to: Element | undefined = next === undefined ? undefined : elements.get(next);
      if (to !== undefined && (to.type !== 'model' || made.has(to.id) || callersOf(to.id) > 1)) {
        const id = at(next, element.place);
        if (id !== undefined) tiers.push({ id, name: '', continueOn: LEADS_ON });
        break;
      }
      if (next !== undefined && to === undefined) at(next, element.place);
      element = to;
    }
    return chain(drawing, first.place.path, `${first.id}, or the next`, tiers, 'last-failure');
  }

  function callersOf(id: string): number {
    return [...elements.values()].filter((one) => outputNames(one).some((name) => outputOf(one, name) === id)).length;
  }

  function model(element: Element): string {
    const { place, id } = element;
    const properties = place.at('properties');
    const success = outputOf(element, 'success');
    if (success !== undefined && elements.get(success)?.type !== 'end')
      place.at('outputs', 'success').leave('What comes after an answer is not drawn: in Gracefall an answer goes back to the user.');
    const named = properties.at('provider').text() ?? 'provider';
    const providerId = drawing.provider(PROVIDER_OF[named] ?? idOf(named, 'provider'), TITLES[named] ?? named);
    const timeout = properties.at('timeout').number();
    if (timeout === undefined) drawing.assume(place.path, 'No timeout: 60 s are drawn.');
    const written = properties.at('model').text() ?? 'model';
    const made = drawing.model({
      providerId,
      model: written,
      name: written,
      id,
      at: place.path,
      config: timeout === undefined ? {} : { requestTimeoutMs: Math.min(LONGEST_REQUEST_MS, Math.max(1, timeout)) },
    });
    const retries = Math.floor(properties.at('retries').number() ?? 0);
    if (retries < 1) return made;
    if (retries > MOST_RETRIES) properties.at('retries').leave(`Retries are drawn up to ${MOST_RETRIES}; here are ${retries}.`);
    drawing.assume(
      properties.at('retries').path,
      'How long the gateway waits before a retry is a setting of the gateway and not of the route: 1 s and doubling is drawn.',
    );
    return drawing.above(
      made,
      'retry',
      `Retry, ${id}`,
      {
        maxRetries: Math.min(MOST_RETRIES, retries),
        baseMs: 1_000,
        multiplier: 2,
        jitter: 'none',
        retryOn: [...RETRIED],
        honoursRetryAfter: false,
      },
      properties.at('retries').path,
    );
  }
}

/** Cloudflare's names under another name of ours. */
const PROVIDER_OF: Readonly<Record<string, string>> = {
  'google-ai-studio': 'google',
  'google-vertex-ai': 'vertex-ai',
  'azure-openai': 'azure',
  grok: 'xai',
};
const TITLES: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  'google-ai-studio': 'Google',
  'workers-ai': 'Workers AI',
  'google-vertex-ai': 'Vertex AI',
  'azure-openai': 'Azure OpenAI',
  mistral: 'Mistral',
  groq: 'Groq',
};
