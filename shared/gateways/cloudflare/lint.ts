import type { Finding } from '../../model/index.ts';
import type { ConfigPath, NodeAt } from '../read/imported.ts';
import { isRecord } from '../read/place.ts';
import { elementsPath, leadsTo } from './read/elements.ts';

/** What of a Cloudflare route the API refuses or does otherwise than it reads. Source: npm `cloudflare` 7.3.0 and the documentation of April 2026, which disagree. */
export function lintCloudflare(config: unknown, nodeAt: NodeAt): Finding[] {
  const findings: Finding[] = [];
  const path = elementsPath(config) ?? [];
  let list: unknown = config;
  for (const key of path) list = isRecord(list) ? list[key] : undefined;
  const elements = (Array.isArray(list) ? list : []).map((raw, at) => ({ raw: isRecord(raw) ? raw : {}, at: [...path, at] as ConfigPath }));
  const ids = new Set(elements.map(({ raw }) => raw['id']));
  for (const { raw, at } of elements) {
    const nodeId = nodeAt(at);
    const add = (rule: string, severity: Finding['severity'], message: string): void => {
      findings.push({ rule: `cloudflare/${rule}`, severity, ...(nodeId === undefined ? {} : { nodeId }), message });
    };
    const id = String(raw['id'] ?? 'an element');
    const properties = isRecord(raw['properties']) ? raw['properties'] : {};
    for (const to of leadsTo(raw)) {
      if (!ids.has(to))
        add(
          'missing-element',
          'error',
          `${id} leads to ${to}, which the route does not have, so it is refused. Add the element or correct the id.`,
        );
    }
    const old = [
      raw['type'] === 'rate_limit' ? 'type rate_limit (now rate)' : '',
      'interval' in properties ? 'interval (now window)' : '',
      'technique' in properties ? 'technique (gone)' : '',
      'condition' in properties ? 'condition (now conditions)' : '',
    ].filter((one) => one !== '');
    if (old.length > 0)
      add(
        'form-of-the-documentation',
        'warning',
        `${id} is written as the documentation once had it: ${old.join(', ')}. The API takes another form and refuses this one; an export of Gracefall is in the API’s.`,
      );
    if (raw['type'] === 'percentage') {
      const names = isRecord(raw['outputs']) ? Object.keys(raw['outputs']) : [];
      const sum = names.reduce((all, name) => all + (Number.parseFloat(name) || 0), 0);
      if (sum > 100)
        add(
          'shares-over-one',
          'warning',
          `The shares of ${id} add up to ${sum} %, so the last of them gets less than it says. Lower them.`,
        );
      else if (sum < 100 && !names.includes('else'))
        add(
          'shares-below-one',
          'warning',
          `The shares of ${id} add up to ${sum} % and there is no “else”, so ${100 - sum} % of the requests lead nowhere. Add “else”.`,
        );
    }
  }
  return findings;
}
