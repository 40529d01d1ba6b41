import { isAbsolute } from 'node:path';
import { expect, it } from 'vitest';
import { readPolicy } from '../shared/format/index.ts';
import { readExamples } from './examples.ts';
import { policiesFolder } from './installation.ts';

it('every shipped example can be read, the one that people meet first in front', async () => {
  const sentences: string[] = [];
  const examples = await readExamples(policiesFolder, (sentence) => sentences.push(sentence));
  expect(sentences).toEqual([]);
  expect(examples.map(({ id }) => id)).toEqual(['support-assistant', 'extraction-agent', 'metastable-collapse', 'regulated-assistant']);
  for (const { policyText, trafficPath, headline, readme } of examples) {
    expect(readPolicy(policyText).ok).toBe(true);
    expect(isAbsolute(trafficPath)).toBe(true);
    expect(headline).toMatch(/\d/);
    expect(readme).not.toBe('');
  }
});
