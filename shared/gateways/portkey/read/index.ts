import { plural } from '../../../kinds/index.ts';
import { FAILURE_CLASSES, type FailureClass } from '../../../model/index.ts';
import { presetOf } from '../../preset-of.ts';
import { conditionOf } from '../../read/conditions.ts';
import { Drawing, idOf } from '../../read/drawing.ts';
import type { ConfigReader, Drawn } from '../../read/imported.ts';
import { isRecord, type Place } from '../../read/place.ts';
import { chain, sharedOut } from '../../read/shapes.ts';
import { classesOf } from '../../read/statuses.ts';
import { lintPortkey } from '../lint.ts';
import { STATUSES } from '../statuses.ts';
import { type Guarded, guardedBy, type HookAt, readHook } from './hooks.ts';
import { providerOf } from './providers.ts';

/** Statuses after which Portkey retries where no list is given. */
const RETRIED = [429, 500, 502, 503, 504];
const MOST_RETRIES = 10;
const LONGEST_REQUEST_MS = 3_600_000;
const NO_CAP_MS = 3_600_000;
const LONGEST_OPEN_MS = 86_400_000;
/** "any other than 2xx": every class that has a status. */
const ANY_FAILURE = FAILURE_CLASSES.filter((one) => STATUSES[one] !== undefined);

/** Settings of which the nearest target's own counts, as a whole. */
interface Inherited {
  readonly retry?: Place;
  readonly timeout?: Place;
  readonly params: Readonly<Record<string, Place>>;
  /** The circuit breaker that the strategy straight above keeps for each of its targets. */
  readonly breaker?: Place | undefined;
}

export const portkeyReader: ConfigReader = {
  id: 'portkey',
  title: 'Portkey gateway config',
  recognises(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const has = (key: string): boolean => Object.hasOwn(value, key);
    if (has('model_list') || has('elements')) return false;
    return (
      (has('strategy') && has('targets')) ||
      has('targets') ||
      (isRecord(value) && isRecord(value['override_params']) && /^@[^/]+\//.test(String(value['override_params']['model']))) ||
      ((has('provider') || has('virtual_key')) && (has('api_key') || has('override_params') || has('virtual_key') || has('retry')))
    );
  },
  problems: () => [],
  draw,
  lint: lintPortkey,
};

function draw(config: Place, name: string): Drawn {
  const drawing = new Drawing();
  const hosts = new Map<string, string>();
  const guards = new Map<string, string>();
  const entry = drawing.node('entry', 'Requests', {}, null, 'requests');
  drawing.wire(entry, 'next', target(config, { params: {} }, guardedBy(config)));
  return drawing.finish(name, 'Read from a Portkey gateway config.');

  /** Id of what stands for the target; undefined where it holds nothing to call. */
  function target(place: Place, above: Inherited, guarded: Guarded): string | undefined {
    const inherited: Inherited = {
      ...above,
      ...(place.at('retry').isThere ? { retry: place.at('retry') } : {}),
      ...(place.at('request_timeout').isThere ? { timeout: place.at('request_timeout') } : {}),
      params: { ...above.params, ...Object.fromEntries(place.at('override_params').fields()) },
    };
    const inner = place.at('targets').isThere ? branch(place, inherited, guarded) : leaf(place, inherited);
    const cached = place.at('cache').isThere ? cache(place.at('cache'), inner) : inner;
    return guarded.before.reduceRight(
      (below: string | undefined, hook) => guard(hook, below),
      // The first that an answer meets stands nearest to the model.
      guarded.after.reduce((below: string | undefined, hook) => guard(hook, below), cached),
    );
  }

  function branch(place: Place, inherited: Inherited, { below }: Guarded): string | undefined {
    const targets = place.at('targets').items();
    const kept = place.at('strategy', 'cb_config');
    const inside = { ...inherited, breaker: kept.isThere ? kept : undefined };
    const at = (index: number): string | undefined => target(targets[index]!, inside, below[index]!);
    const mode = place.at('strategy', 'mode').text() ?? 'single';
    if (targets.length === 0) {
      place.at('targets').leave('The list of targets is empty, so nothing is called here.');
      return undefined;
    }
    switch (mode) {
      case 'fallback':
        return fallback(
          place,
          targets.map((_, index) => at(index)),
          targets,
        );
      case 'loadbalance': {
        const weights = targets.map((one) => one.at('weight').number() ?? 1);
        return sharedOut(
          drawing,
          place.path,
          nameOf(place, 'Load balance'),
          targets.map((_, index) => ({ id: at(index), weight: weights[index]! })),
        );
      }
      case 'conditional':
        return conditional(place, targets, at);
      default: {
        if (mode !== 'single')
          place.at('strategy', 'mode').leave(`The strategy ${mode} is none that Portkey OSS 1.15.2 knows; the first target is drawn.`);
        for (const other of targets.slice(1)) other.leave('Only the first target of a single strategy is ever called.');
        return at(0);
      }
    }
  }

  function fallback(place: Place, called: readonly (string | undefined)[], targets: readonly Place[]): string | undefined {
    const list = place.at('strategy', 'on_status_codes');
    const statuses = list.isThere ? list.numbers() : undefined;
    const classes = statuses === undefined ? ANY_FAILURE : classesOf(statuses, STATUSES);
    if (statuses === undefined)
      drawing.assume(
        place.at('strategy').path,
        'No on_status_codes: the fallback goes on after every failure that has a status, as Portkey does.',
      );
    else tellStatuses(list, statuses, classes, 'goes on after');
    return chain(
      drawing,
      place.path,
      nameOf(place, 'Fallback'),
      called.map((id, index) => ({ id, name: targets[index]!.at('name').text() ?? '', continueOn: classes })),
      'last-failure',
    );
  }

  function conditional(place: Place, targets: readonly Place[], at: (index: number) => string | undefined): string | undefined {
    const drawn = new Map<number, string | undefined>();
    const named = (name: string | undefined): string | undefined => {
      const index = targets.findIndex((one) => one.at('name').text() === name);
      if (index === -1) return undefined;
      if (!drawn.has(index)) drawn.set(index, at(index));
      return drawn.get(index);
    };
    const conditions = place.at('strategy', 'conditions').items();
    const used = new Set<string>(['otherwise']);
    const routes = conditions.map((condition, index) => {
      const then = condition.at('then').text() ?? '';
      const wish = /^[a-z][a-z0-9-]{0,63}$/.test(then) && !used.has(then) ? then : `r${index + 1}`;
      let id = wish;
      for (let copy = 2; used.has(id); copy++) id = `${wish}-${copy}`;
      used.add(id);
      const query = condition.at('query');
      const read = conditionOf(query);
      if (read === undefined)
        query.leave('A router of Gracefall has no condition like this; the route is drawn without one, so that it must be set.');
      else query.take();
      return { id, then, config: { id, ...(read ?? { condition: 'metadata', name: shownQuery(query.value) }) } };
    });
    const otherwise = place.at('strategy', 'default').text();
    if (routes.length === 0) return named(otherwise) ?? at(0);
    const router = drawing.node('router', nameOf(place, 'Router'), { routes: routes.slice(0, 16).map(({ config }) => config) }, place.path);
    for (const extra of conditions.slice(16)) extra.leave('A router takes sixteen routes, and this is one more.');
    for (const { id, then } of routes.slice(0, 16)) drawing.wire(router, id, named(then));
    if (otherwise === undefined)
      drawing.assume(
        place.at('strategy').path,
        'No default: what no condition takes is a 400 at Portkey; the way “otherwise” is left open.',
      );
    drawing.wire(router, 'otherwise', named(otherwise));
    for (const [index, one] of targets.entries()) if (!drawn.has(index)) one.leave('No condition leads to this target.');
    return router;
  }

  function leaf(place: Place, inherited: Inherited): string {
    const written = inherited.params['model']?.text() ?? '';
    const hosted = /^@([^/]+)\/(.+)$/.exec(written);
    const model = hosted?.[2] ?? written;
    const providerId = providerOf(place, drawing, hosts, hosted?.[1]);
    if (model === '')
      drawing.assume(place.path, 'No model is named: the application names it in each request. It is drawn as one called “as requested”.');
    const timeout = inherited.timeout?.number();
    if (timeout === undefined)
      drawing.assume(place.path, 'No request_timeout: Portkey waits as long as the provider does; 60 s are drawn.');
    const most = inherited.params['max_tokens']?.number();
    const id = drawing.model({
      providerId,
      model: model === '' ? 'as requested' : model,
      name: place.at('name').text() ?? (model === '' ? 'Model' : model),
      at: place.path,
      config: {
        ...(timeout === undefined ? {} : { requestTimeoutMs: Math.min(LONGEST_REQUEST_MS, Math.max(1, timeout)) }),
        ...(most !== undefined && Number.isInteger(most) && most > 0 ? { maxOutputTokens: most } : {}),
      },
    });
    const guarded = inherited.breaker === undefined ? id : breaker(inherited.breaker, id);
    return inherited.retry === undefined ? guarded : retry(inherited.retry, guarded, model);
  }

  function retry(place: Place, below: string, model: string): string {
    const attempts = place.at('attempts').number() ?? 0;
    const list = place.at('on_status_codes');
    const statuses = list.isThere ? list.numbers() : RETRIED;
    const classes = classesOf(statuses, STATUSES);
    tellStatuses(list, statuses, classes, 'retries after');
    if (attempts < 1) return below;
    if (attempts > MOST_RETRIES) place.at('attempts').leave(`Retries are drawn up to ${MOST_RETRIES}; here are ${attempts}.`);
    return drawing.above(
      below,
      'retry',
      `Retry, ${model === '' ? 'model' : model}`,
      {
        maxRetries: Math.min(MOST_RETRIES, Math.floor(attempts)),
        baseMs: 1_000,
        multiplier: 2,
        capMs: NO_CAP_MS,
        jitter: 'none',
        // Portkey retries a broken connection whatever its list says.
        retryOn: classes.includes('connection') ? classes : ['connection', ...classes],
        honoursRetryAfter: place.at('use_retry_after_header').flag() === true,
      },
      place.path,
    );
  }

  function guard(hook: HookAt, below: string | undefined): string {
    const { id, name, config, checks } = readHook(hook);
    const known = guards.get(hook.key);
    if (checks.some((check) => check !== 'default.webhook')) {
      hook.place.leave(
        `What ${checks.join(', ')} is told to look for is not part of a policy: the guard has rates instead, and an export asks a webhook of yours.`,
      );
    }
    const at = hook.side === 'before' ? 'input-guard' : 'output-guard';
    drawing.assume(hook.place.path, `How often ${name} finds something, and how often it errs, is assumed.`);
    const own = drawing.above(below, at, name, config, hook.place.path, id);
    if (known !== undefined) drawing.assume(hook.place.path, `${name} stands at several places and is drawn at each.`);
    guards.set(hook.key, own);
    return own;
  }

  function cache(place: Place, below: string | undefined): string | undefined {
    const isSemantic = place.at('mode').text() === 'semantic' || place.text() === 'semantic';
    const seconds = place.at('max_age').number();
    drawing.assume(place.path, 'How often a question comes again is assumed; the npm build of Portkey has its cache switched off.');
    const ttl = seconds === undefined ? {} : { ttlMs: Math.min(31_536_000_000, Math.max(1, seconds * 1_000)) };
    return drawing.above(below, 'cache', 'Cache', { mode: isSemantic ? 'semantic' : 'exact', ...ttl }, place.path);
  }

  /** Of the hosted gateway; the open one takes the setting and does nothing with it. */
  function breaker(place: Place, below: string | undefined): string {
    const share = place.at('failure_threshold_percentage').number();
    const count = place.at('failure_threshold').number();
    const statuses = place.at('failure_status_codes').isThere ? place.at('failure_status_codes').numbers() : [500, 502, 503, 504];
    const isRate = count === undefined && share !== undefined;
    drawing.assume(place.path, 'The circuit breaker is drawn as the hosted Portkey keeps it; the open-source gateway ignores it.');
    return drawing.above(
      below,
      'breaker',
      'Circuit breaker',
      {
        ...presetOf('breaker', 'portkey-hosted'),
        tripRule: isRate ? 'rate' : 'count',
        ...(isRate
          ? { failureRatio: Math.min(1, Math.max(0.001, share / 100)) }
          : { failureCount: Math.min(10_000, Math.max(1, Math.floor(count ?? 5))) }),
        ...(isRate ? { minimumCalls: Math.min(100_000, Math.max(0, Math.floor(place.at('minimum_requests').number() ?? 0))) } : {}),
        openForMs: Math.min(LONGEST_OPEN_MS, Math.max(1, place.at('cooldown_interval').number() ?? 30_000)),
        countsAs: classesOf(statuses, STATUSES).filter((one) => one !== 'rejected-by-breaker' && one !== 'cancelled'),
      },
      place.path,
    );
  }
}

/** A status of no class, and classes that came along with one of several of theirs. */
function tellStatuses(list: Place, statuses: readonly number[], classes: readonly FailureClass[], verb: string): void {
  const known = new Set(classes.flatMap((one) => STATUSES[one] ?? []));
  const unknown = statuses.filter((status) => !known.has(status));
  if (unknown.length > 0)
    list.leave(
      `${unknown.length === 1 ? 'The status' : 'The statuses'} ${unknown.join(', ')} ${unknown.length === 1 ? 'stands' : 'stand'} for no failure of a model call.`,
    );
  const more = [...known].filter((status) => !statuses.includes(status)).sort((a, b) => a - b);
  if (more.length > 0)
    list.leave(
      `What is drawn ${verb} ${more.join(', ')} too: Gracefall tells ${plural(more.length + 1, 'status', 'statuses')} of one kind of failure not apart.`,
    );
}

function nameOf(place: Place, otherwise: string): string {
  const name = place.at('name').text();
  return name === undefined || name === 'otherwise' || idOf(name, '') === '' ? otherwise : name;
}

const shownQuery = (query: unknown): string => JSON.stringify(query)?.replace(/["{}]/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 60) ?? '';
