import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FELT_BY } from '../../shared/scenario/index.ts';

/** Which nodes a scenario can strike is written down where scenarios are checked, which may not look at the kinds; here the two are compared. */
const kindsFolder = join(import.meta.dirname, '../../shared/kinds');

const asking = readdirSync(kindsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const sources = readdirSync(join(kindsFolder, name)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    return { kind: name, text: sources.map((file) => readFileSync(join(kindsFolder, name, file), 'utf8')).join('\n') };
  })
  .filter(({ text }) => text.includes('.nodeTarget()'));

test('every kind of node that asks for conditions of its own is known to the check of scenarios, and no other', () => {
  expect(asking.map(({ kind }) => kind).sort()).toEqual(Object.keys(FELT_BY).sort());
});

const QUESTIONS = {
  outage: 'failureAt',
  'error-rate': 'failureAt',
  latency: 'latencyMultiplierAt',
  'latency-tail': 'latencyMultiplierAt',
  'quality-loss': 'qualityLossAt',
  'answer-length': 'lengthMultiplierAt',
  'flaw-rate': 'flawRateAt',
  price: 'priceMultiplierAt',
  capacity: 'capacityShareAt',
  'endless-loop': 'endlessLoopShareAt',
  'conversation-growth': 'conversationGrowthAt',
} as const;

test.each(asking)('$kind asks for exactly what it is said to feel', ({ kind, text }) => {
  const felt = Object.entries(QUESTIONS).flatMap(([effect, question]) => (text.includes(`${question}(`) ? [effect] : []));
  expect([...FELT_BY[kind]!].sort()).toEqual(felt.sort());
});
