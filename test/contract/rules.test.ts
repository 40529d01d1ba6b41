import { expect, test } from 'vitest';
import { gatewayRules } from '../../shared/gateways/index.ts';
import { rules } from '../../shared/lint/index.ts';
import { sources } from '../architecture/sources.ts';

const pages = new Map(sources(/^docs\/rules\/.*\.md$/).map(({ path, text }) => [path.replace(/^docs\/rules\/|\.md$/g, ''), text]));
const ids = [...rules.map((rule) => rule.id), 'lint/rule-crashed', 'policy/stale-silence', ...gatewayRules];

test.each(ids)('%s has a page with what, why, a wrong example and what to do', (id) => {
  const page = pages.get(id.replace('/', '-')) ?? '';
  expect(page).toContain(`# ${id}\n`);
  for (const heading of ['## Why', '## Wrong', '## What to do']) expect(page).toContain(heading);
});

test('no page speaks of a rule that is gone', () => {
  expect([...pages.keys()].sort()).toEqual(ids.map((id) => id.replace('/', '-')).sort());
});
