import type { Finding, Policy } from '../../model/index.ts';
import { environmentName } from '../portkey/map/model.ts';
import { configOf } from '../rewrite.ts';
import type { Assembled } from './assemble.ts';
import type { NamedCall } from './calls-by-name.ts';
import { isKnownProvider } from './map/model.ts';

/** What of a config is allowed and yet a trap. */
export function fileFindings(policy: Policy, { config, partial, again }: Assembled, named: readonly NamedCall[]): Finding[] {
  const findings: Finding[] = [];
  const nameOf = (id: string): string => policy.nodes.find((node) => node.id === id)?.name ?? id;
  const groups = new Map<string, number>();
  for (const { model_name } of config.model_list) groups.set(model_name, (groups.get(model_name) ?? 0) + 1);
  const alone = config.model_list.filter(
    ({ model_name, model_info, litellm_params }) =>
      groups.get(model_name) === 1 && model_info.allowed_fails_policy === undefined && litellm_params.mock_response === undefined,
  );
  const [first] = alone;
  if (first !== undefined) {
    findings.push({
      rule: 'litellm/one-deployment-never-cools',
      severity: 'warning',
      message: `${first.model_name}${alone.length > 1 ? ` and ${alone.length - 1} more groups have` : ' has'} one deployment and no breaker: LiteLLM does not take it out in an outage, so every request tries it first, with all its retries. Draw a breaker above the model, or a second deployment beside it.`,
    });
  }
  for (const { id } of policy.providers) {
    if (isKnownProvider(id) || !policy.nodes.some((node) => node.kind === 'model' && configOf(node)['providerId'] === id)) continue;
    findings.push({
      rule: 'litellm/unknown-provider',
      severity: 'info',
      providerId: id,
      message: `${policy.providers.find((one) => one.id === id)!.name} is no provider that LiteLLM is known to have: it is called as one that speaks OpenAI’s protocol, at the address in ${environmentName(id)}_BASE_URL.`,
    });
  }
  for (const [nodeId, node] of partial) {
    if (node.kind === 'cache') {
      findings.push({
        rule: 'litellm/cache-is-asked-for',
        severity: 'info',
        nodeId,
        message: `${nameOf(nodeId)} stands in some of the calls only, and LiteLLM’s cache is one for all: it is off unless a request has "cache": {"use-cache": true}. Let the application send that with those calls.`,
      });
    } else {
      findings.push({
        rule: 'litellm/guard-is-asked-for',
        severity: 'warning',
        nodeId,
        message: `${nameOf(nodeId)} stands in some of the calls only: LiteLLM runs it for requests that have "guardrails": ["${nodeId}"], and lets all others pass. Let the application send that with those calls.`,
      });
    }
  }
  if (again.size > 0) {
    const [one = ''] = again;
    findings.push({
      rule: 'litellm/deployment-twice',
      severity: 'info',
      nodeId: one,
      message: `${nameOf(one)}${again.size > 1 ? ` and ${again.size - 1} more models stand` : ' stands'} in the file more than once, with other tiers after it: each has a cool-down of its own, so what is taken out in one place is still tried in another.`,
    });
  }
  if (config.litellm_settings?.max_budget !== undefined) {
    findings.push({
      rule: 'litellm/budget-needs-database',
      severity: 'warning',
      message: `LiteLLM keeps what was spent in its database: without a DATABASE_URL the budget of ${config.litellm_settings.max_budget} USD begins again at each start of the proxy.`,
    });
  }
  if (named.length > 1) {
    findings.push({
      rule: 'litellm/application-names-the-group',
      severity: 'info',
      message: `The application calls ${named
        .map(({ name }) => name)
        .slice(0, 6)
        .join(
          ', ',
        )}${named.length > 6 ? ` and ${named.length - 6} more` : ''}: it decides by itself which, as drawn, and names it as the model of the request.`,
    });
  }
  return findings;
}
