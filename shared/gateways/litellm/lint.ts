import type { Finding } from '../../model/index.ts';
import { type ConfigPath, type NodeAt, pathText } from '../read/imported.ts';
import { isRecord } from '../read/place.ts';
import { breakerConfig, COOLS } from './read/cooldowns.ts';

/** Settings of a LiteLLM config that do not do what they seem to. Source: LiteLLM 1.110's router and its behaviour notes; issues #40405, #18551, #41344. */
export function lintLitellm(config: unknown, nodeAt: NodeAt): Finding[] {
  const findings: Finding[] = [];
  const add = (rule: string, severity: Finding['severity'], path: ConfigPath, message: string, more: Partial<Finding> = {}): void => {
    const nodeId = nodeAt(path);
    findings.push({ rule: `litellm/${rule}`, severity, ...(nodeId === undefined ? {} : { nodeId }), message, ...more });
  };
  const top = recordOf(config);
  const [router, general] = [recordOf(top['router_settings']), recordOf(top['litellm_settings'])];
  const setting = (key: string): { value: unknown; path: ConfigPath } =>
    router[key] !== undefined
      ? { value: router[key], path: ['router_settings', key] }
      : { value: general[key], path: ['litellm_settings', key] };
  const deployments = (Array.isArray(top['model_list']) ? top['model_list'] : []).map((one, at) => {
    const entry = recordOf(one);
    return { at, group: String(entry['model_name'] ?? ''), params: recordOf(entry['litellm_params']), info: recordOf(entry['model_info']) };
  });
  const groups = new Map<string, typeof deployments>();
  for (const one of deployments) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);

  const allowed = setting('allowed_fails');
  const policy = setting('allowed_fails_policy');
  const isCountSet = isRecord(policy.value) || (typeof allowed.value === 'number' && allowed.value !== 3);
  if (allowed.value === 3 && !isRecord(policy.value)) {
    add(
      'allowed-fails-default',
      'warning',
      allowed.path,
      `${pathText(allowed.path)} is 3, which LiteLLM takes for not set: its other rules hold and nothing is counted to 3. Write 2 or 4, or an allowed_fails_policy.`,
    );
  }
  const cooldown = setting('cooldown_time');
  if (cooldown.value === 0) {
    add(
      'cooldown-off',
      'info',
      cooldown.path,
      `${pathText(cooldown.path)} is 0, so no deployment is ever taken out, whatever fails. Give it a time if one should be.`,
    );
  }
  const cooldownS = typeof cooldown.value === 'number' ? cooldown.value : 5;
  const alone = [...groups].filter(([, of]) => of.length === 1);
  if (cooldownS > 0) {
    for (const [name, [only]] of alone) {
      const isOwn = typeof only!.info['allowed_fails'] === 'number' || isRecord(only!.info['allowed_fails_policy']);
      if (isCountSet || isOwn || only!.params['mock_response'] !== undefined) continue;
      add(
        'one-deployment-never-cools',
        'warning',
        ['model_list', only!.at],
        `${name} is one deployment, and LiteLLM does not cool the only one of a group until all of 1 000 calls of a minute fail: in an outage every request tries it first, with all retries. Set allowed_fails (1, not 3) with a cooldown_time, or add a deployment.`,
        coolDownFix(only!),
      );
    }
    for (const [name, of] of groups) {
      const counts = isCountSet
        ? typeof allowed.value === 'number' && !isRecord(policy.value)
          ? allowed.value
          : least(policy.value)
        : undefined;
      if (counts === undefined || counts < 1 || cooldownS >= 10) continue;
      add(
        'cooldown-shorter-than-failures',
        'warning',
        ['model_list', of[0]!.at],
        `Failures of ${name} are counted for ${cooldownS} s only, as long as cooldown_time: ${counts + 1} of them must fall into that time, so a deployment that fails every few seconds is never taken out. Take a longer cooldown_time.`,
      );
      break;
    }
  }
  fallbacks();
  retries();
  const named = (key: string): boolean => recordOf(router)[key] !== undefined || general[key] !== undefined;
  if (!named('timeout') && general['request_timeout'] === undefined && deployments.some(({ params }) => params['timeout'] === undefined)) {
    const [first] = deployments.filter(({ params }) => params['timeout'] === undefined);
    add(
      'no-timeout',
      'warning',
      ['model_list', first!.at],
      `${first!.group} has no timeout, and neither has the router: LiteLLM then waits up to 6 000 s for an answer before it tries anything else. Set router_settings.timeout.`,
    );
  }
  return findings;

  /** One failure is forgiven, as in the measurement that the page of the rule names. */
  function coolDownFix({ at, params }: (typeof deployments)[number]): Partial<Finding> {
    const nodeId = nodeAt(['model_list', at]);
    if (nodeId === undefined) return {};
    const model =
      String(params['model'] ?? '')
        .split('/')
        .at(-1) ?? '';
    const cooldownMs = (cooldown.value === undefined ? 30 : cooldownS) * 1_000;
    const config = breakerConfig({ allowedFails: 1, cooldownMs, countsAs: COOLS });
    const node = { kind: 'breaker', name: `Cool-down, ${model}`.slice(0, 200), config };
    return { fix: { label: `Give ${model} a cool-down`.slice(0, 100), change: { kind: 'put-above', nodeId, node } } };
  }

  function fallbacks(): void {
    const generic = entriesOf(setting('fallbacks').value);
    const defaults = Array.isArray(general['default_fallbacks']) ? general['default_fallbacks'].map(String) : undefined;
    for (const key of ['context_window_fallbacks', 'content_policy_fallbacks'] as const) {
      const own = setting(key);
      if (!Array.isArray(own.value)) continue;
      const lists = entriesOf(own.value);
      for (const [name, of] of groups) {
        const hasGeneric = generic.has(name) || generic.has('*') || defaults?.some((one) => one !== name) === true;
        if (!hasGeneric || lists.has(name) || lists.has('*')) continue;
        add(
          'special-fallback-misses-group',
          'warning',
          ['model_list', of[0]!.at],
          `${pathText(own.path)} is set and does not name ${name}: ${key === 'context_window_fallbacks' ? 'a conversation that is too long' : 'a refused question'} then fails at once, and the fallbacks of ${name} are not asked. Name ${name} there, or remove the list.`,
        );
      }
    }
    for (const [list, { value, path }] of [['fallbacks', setting('fallbacks')] as const]) {
      if (!Array.isArray(value)) continue;
      for (const [at, entry] of value.entries()) {
        const keys = Object.keys(recordOf(entry));
        if (keys.length > 1)
          add(
            'second-key-ignored',
            'warning',
            [...path, at],
            `${pathText([...path, at])} of ${list} names ${keys.join(', ')}: LiteLLM looks at ${keys[0]} only. Make an entry of each.`,
          );
      }
    }
    for (const [name, targets] of generic) {
      const from = priceOf(name);
      const dear = targets.find((target) => from === 0 && (priceOf(target) ?? 0) > 0);
      if (dear !== undefined) {
        add(
          'free-falls-to-paid',
          'warning',
          ['model_list', groups.get(name)![0]!.at],
          `${name} costs nothing and falls back to ${dear}, which does: budgets of keys were not looked at again before September 2026, and a free user’s outage is paid by you. Give ${dear} a budget of its own.`,
        );
      }
      for (const target of targets) {
        if (!groups.has(target))
          add(
            'fallback-to-unknown-group',
            'error',
            setting('fallbacks').path,
            `${name} falls back to ${target}, which is no group of model_list, so that fallback fails. Correct the name.`,
          );
      }
    }
  }

  function retries(): void {
    const { value, path } = setting('retry_policy');
    if (!isRecord(value)) return;
    add(
      'retry-policy-ignores-cooldown',
      'info',
      path,
      `${pathText(path)} is set, and where it names a failure LiteLLM no longer asks whether a retry makes sense: it tries again even when every deployment is cooled, before it falls back. Keep its numbers small.`,
    );
    if (Number(value['BadRequestErrorRetries'] ?? 0) > 0) {
      add(
        'retries-bad-requests',
        'warning',
        path,
        `${pathText(path)} retries wrong requests (BadRequestErrorRetries ${String(value['BadRequestErrorRetries'])}): they are as wrong the second time and are paid in waiting. Set it to 0.`,
      );
    }
  }

  /** Of one token in and out, where the file says it of every deployment. */
  function priceOf(group: string): number | undefined {
    const prices = (groups.get(group) ?? []).map(({ params, info }) => {
      const of = (key: string): unknown => info[key] ?? params[key];
      const [input, output] = [of('input_cost_per_token'), of('output_cost_per_token')];
      const isFree = String(params['model'] ?? '').endsWith(':free');
      return isFree ? 0 : typeof input === 'number' && typeof output === 'number' ? input + output : undefined;
    });
    return prices.length === 0 || prices.some((one) => one === undefined) ? undefined : Math.max(...prices.map(Number));
  }
}

type Fields = Record<string, unknown>;
const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {});
const least = (policy: unknown): number | undefined => {
  const counts = Object.values(recordOf(policy)).filter((one) => typeof one === 'number');
  return counts.length === 0 ? undefined : Math.min(...counts);
};

function entriesOf(value: unknown): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const entry of Array.isArray(value) ? value : []) {
    const [first] = Object.entries(recordOf(entry));
    if (first !== undefined && !lists.has(first[0]))
      lists.set(
        first[0],
        (Array.isArray(first[1]) ? first[1] : []).map((one) => (isRecord(one) ? String(one['model'] ?? '') : String(one))),
      );
  }
  return lists;
}
