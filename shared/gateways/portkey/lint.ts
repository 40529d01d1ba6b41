import type { Finding } from '../../model/index.ts';
import { type ConfigPath, type NodeAt, pathText } from '../read/imported.ts';
import { isRecord } from '../read/place.ts';
import { headerFinding } from './header.ts';

/** Settings of a Portkey config that do not do what they seem to. Measured by running Portkey OSS 1.15.2. */
export function lintPortkey(config: unknown, nodeAt: NodeAt): Finding[] {
  const findings: Finding[] = [];
  const add = (rule: string, severity: Finding['severity'], path: ConfigPath, message: string): void => {
    const nodeId = nodeAt(path);
    findings.push({ rule: `portkey/${rule}`, severity, ...(nodeId === undefined ? {} : { nodeId }), message });
  };
  if (isRecord(config)) visit(config, [], false, undefined);
  const header = headerFinding(JSON.stringify(config) ?? '', '');
  if (header !== undefined) findings.push(header);
  return findings;

  function visit(target: Fields, path: ConfigPath, isInFallback: boolean, timeoutAbove: unknown): void {
    const where = path.length === 0 ? 'the config' : pathText(path);
    const strategy = isRecord(target['strategy']) ? target['strategy'] : {};
    const mode = strategy['mode'];
    const targets = Array.isArray(target['targets']) ? target['targets'].filter(isRecord) : undefined;
    const timeout = target['request_timeout'] ?? timeoutAbove;
    if (mode === 'fallback') fallback(strategy, targets ?? [], path, where, timeout);
    if (mode === 'loadbalance') loadBalance(targets ?? [], path, where, isInFallback);
    if (mode === 'conditional') conditional(strategy, path, where);
    if (targets !== undefined && targets.length === 0) {
      add(
        'no-targets',
        'error',
        path,
        `${capital(where)} has an empty list of targets, so Portkey answers every request there with a 500. Name a target.`,
      );
    }
    if (isRecord(strategy['cb_config'])) {
      add(
        'breaker-ignored',
        'warning',
        path,
        `${capital(where)} has a cb_config, which the open-source gateway takes and ignores: every request still tries what is down. Only the hosted gateway keeps it.`,
      );
    }
    retry(target['retry'], path, where, timeout);
    for (const key of ['before_request_hooks', 'after_request_hooks', 'input_guardrails', 'output_guardrails'] as const) {
      const hooks = target[key];
      if (Array.isArray(hooks))
        for (const [at, hook] of hooks.entries()) if (isRecord(hook)) hookOf(hook, [...path, key, at], key.endsWith('hooks'));
    }
    for (const [at, one] of (targets ?? []).entries()) visit(one, [...path, 'targets', at], mode === 'fallback' || isInFallback, timeout);
  }

  function fallback(strategy: Fields, targets: readonly Fields[], path: ConfigPath, where: string, timeout: unknown): void {
    const statuses = strategy['on_status_codes'];
    if (!Array.isArray(statuses)) return;
    if (statuses.includes(200)) {
      add(
        'falls-back-on-success',
        'error',
        path,
        `${capital(where)} falls back on status 200, so a good answer is thrown away and the next target is paid too. Take 200 off on_status_codes.`,
      );
    }
    const waits = timeout !== undefined || targets.slice(0, -1).some((one) => one['request_timeout'] !== undefined);
    if (waits && !statuses.includes(408)) {
      add(
        'timeout-not-followed',
        'warning',
        path,
        `${capital(where)} has a request_timeout, which Portkey reports as 408, but 408 is not in its on_status_codes: a target that is too slow fails the request and the next is never asked. Add 408.`,
      );
    }
  }

  function retry(value: unknown, path: ConfigPath, where: string, timeout: unknown): void {
    if (!isRecord(value) || timeout === undefined || !(Number(value['attempts']) > 0)) return;
    const statuses = value['on_status_codes'];
    if (Array.isArray(statuses) && statuses.includes(200)) {
      add(
        'falls-back-on-success',
        'error',
        path,
        `${capital(where)} retries on status 200, so a good answer is thrown away and paid again. Take 200 off its retry’s on_status_codes.`,
      );
    }
    if (Array.isArray(statuses) ? !statuses.includes(408) : true) {
      add(
        'timeout-not-retried',
        'info',
        path,
        `${capital(where)} has a retry and a request_timeout, but 408 is not among the statuses that are retried: what is too slow is not tried again. Add 408 if it should be.`,
      );
    }
  }

  function loadBalance(targets: readonly Fields[], path: ConfigPath, where: string, isInFallback: boolean): void {
    if (targets.length > 0 && targets.every((one) => one['weight'] !== undefined && Number(one['weight']) === 0)) {
      add(
        'weights-all-zero',
        'error',
        path,
        `All weights of ${where} are 0, so Portkey answers every request there with a 500. Give at least one target a weight.`,
      );
    }
    if (!isInFallback && targets.length > 1) {
      add(
        'load-balance-without-fallback',
        'warning',
        path,
        `${capital(where)} shares requests among its targets and stands in no fallback: it picks one and never another, so the share of a target that is down fails. Put it into a fallback with one more target.`,
      );
    }
  }

  function conditional(strategy: Fields, path: ConfigPath, where: string): void {
    if (typeof strategy['default'] !== 'string' || strategy['default'] === '') {
      add(
        'no-default',
        'error',
        path,
        `${capital(where)} chooses by conditions and has no default, so a request that no condition takes is refused with a 400. Name a default.`,
      );
    }
    const conditions = Array.isArray(strategy['conditions']) ? strategy['conditions'] : [];
    for (const [at, condition] of conditions.entries()) {
      if (isRecord(condition)) query(condition['query'], path, `condition ${at + 1} of ${where}`);
    }
  }

  function query(value: unknown, path: ConfigPath, where: string): void {
    if (!isRecord(value)) return;
    const keys = Object.keys(value);
    const logic = keys.find((key) => key === '$or' || key === '$and');
    if (logic !== undefined && keys.length > 1) {
      const others = keys.filter((key) => key !== logic);
      add(
        'condition-siblings-ignored',
        'error',
        path,
        `${capital(where)} has ${others.join(', ')} beside ${logic}: Portkey decides by ${logic} alone and does not look at the others. Put them inside of it.`,
      );
    }
    for (const [key, comparison] of Object.entries(value)) {
      if (key === '$or' || key === '$and') {
        if (Array.isArray(comparison)) for (const one of comparison) query(one, path, where);
        continue;
      }
      if (/^(metadata|params)\.[^.]+\./.test(key)) {
        add(
          'condition-too-deep',
          'error',
          path,
          `${capital(where)} looks at ${key}: Portkey looks two levels deep, so it finds nothing there and the condition never holds (or, with $ne, always). Send the value as metadata of one level.`,
        );
      }
      if (isRecord(comparison) && '$regex' in comparison && Object.keys(comparison).length > 1) {
        const others = Object.keys(comparison).filter((one) => one !== '$regex');
        add(
          'condition-siblings-ignored',
          'error',
          path,
          `${capital(where)} has ${others.join(', ')} beside $regex of ${key}: Portkey decides by $regex alone. Put them into an $and.`,
        );
      }
    }
  }

  function hookOf(hook: Fields, path: ConfigPath, isLong: boolean): void {
    const name = typeof hook['id'] === 'string' ? hook['id'] : pathText(path);
    if (isLong && hook['type'] === undefined) {
      add(
        'hook-without-type',
        'error',
        path,
        `The hook ${name} has no type, so Portkey lets everything pass. Give it "type": "guardrail".`,
      );
    }
    const checks = isLong
      ? (Array.isArray(hook['checks']) ? hook['checks'] : [])
          .filter(isRecord)
          .map((check) => ({ id: String(check['id'] ?? ''), parameters: check['parameters'] }))
      : Object.entries(hook)
          .filter(([key]) => key.includes('.'))
          .map(([id, parameters]) => ({ id, parameters }));
    for (const { id, parameters } of checks) {
      const settings = isRecord(parameters) ? parameters : {};
      if (id === 'default.modelwhitelist') {
        add(
          'unknown-check',
          'error',
          path,
          `The hook ${name} asks for default.modelwhitelist, as Portkey’s own list of checks spells it; the gateway knows default.modelWhitelist only and lets everything pass. Spell it with a capital W.`,
        );
      } else if (id.startsWith('default.') && !CHECKS.has(id.slice('default.'.length))) {
        add(
          'unknown-check',
          'error',
          path,
          `The hook ${name} asks for ${id}, a check that Portkey OSS 1.15.2 does not have: it lets everything pass. Check the spelling.`,
        );
      }
      if (id === 'default.webhook' && settings['failOnError'] !== true) {
        add(
          'webhook-fails-open',
          'warning',
          path,
          `The hook ${name} asks a webhook without failOnError: when the webhook is down or takes longer than ${Number(settings['timeout'] ?? 3_000)} ms, everything passes. Set "failOnError": true.`,
        );
      }
      if (id === 'default.wordCount' && (settings['minWords'] === undefined || settings['maxWords'] === undefined)) {
        add(
          'word-count-open',
          'warning',
          path,
          `The hook ${name} counts words without both a least and a most, and then lets everything pass. Give both.`,
        );
      }
    }
    if (hook['async'] === true && hook['deny'] === true) {
      add(
        'async-never-denies',
        'error',
        path,
        `The hook ${name} is to deny and is asynchronous: Portkey does not wait for it, so it denies nothing. Remove async.`,
      );
    }
  }
}

type Fields = Record<string, unknown>;
const capital = (text: string): string =>
  text.startsWith('the ') ? `T${text.slice(1)}` : text.startsWith('condition ') ? `C${text.slice(1)}` : text;

/** Local checks of `plugins/default` as the gateway registers them. */
const CHECKS: ReadonlySet<string> = new Set([
  'regexMatch',
  'regexReplace',
  'sentenceCount',
  'wordCount',
  'characterCount',
  'contains',
  'endsWith',
  'containsCode',
  'jsonSchema',
  'jsonKeys',
  'validUrls',
  'alluppercase',
  'alllowercase',
  'modelWhitelist',
  'modelRules',
  'allowedRequestTypes',
  'requiredMetadataKeys',
  'jwt',
  'notNull',
  'addPrefix',
  'webhook',
  'log',
]);
