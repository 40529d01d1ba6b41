import { expect, test } from 'vitest';
import { readUpstreams } from './upstreams.ts';

const NAMED = { providers: ['my-azure', 'openai'], guards: ['pii'] };
const wrong = (text: string | null, environment: Record<string, string> = {}): readonly string[] => {
  const read = readUpstreams(text, environment, NAMED);
  return read.ok ? [] : read.error;
};

test('the environment names providers, keys and classifiers', () => {
  const read = readUpstreams(
    null,
    { MY_AZURE_BASE_URL: 'http://127.0.0.1:1/v1/', OPENAI_API_KEY: 'sk-1', PII_WEBHOOK_URL: 'http://127.0.0.1:2/check' },
    NAMED,
  );
  if (!read.ok) throw new Error(read.error.join('\n'));
  expect(Object.fromEntries(read.value.providers)).toEqual({
    'my-azure': { baseUrl: 'http://127.0.0.1:1/v1', headers: {} },
    openai: { baseUrl: 'https://api.openai.com/v1', headers: { authorization: 'Bearer sk-1' } },
  });
  expect(read.value.guards.get('pii')).toEqual({ url: 'http://127.0.0.1:2/check', headers: {}, timeoutMs: 3_000 });
});

test('a file goes before the environment, and a provider may be simulated in it', () => {
  const text = JSON.stringify({
    providers: { openai: { baseUrl: 'http://127.0.0.1:3/v1', apiKeyEnv: 'TEAM_KEY' }, 'my-azure': { simulated: true } },
  });
  const read = readUpstreams(text, { OPENAI_API_KEY: 'sk-1', TEAM_KEY: 'sk-2' }, NAMED);
  expect(read.ok && Object.fromEntries(read.value.providers)).toEqual({
    'my-azure': null,
    openai: { baseUrl: 'http://127.0.0.1:3/v1', headers: { authorization: 'Bearer sk-2' } },
  });
});

test.each([
  [null, {}, ['It was not said where provider my-azure is, so its models cannot be called. Set MY_AZURE_BASE_URL']],
  ['{', {}, ['The upstreams file is no JSON']],
  ['{"providers":{"openai":{"baseUrl":"ftp://x/"}}}', {}, ['In the upstreams file, providers.openai']],
  [
    '{"providers":{"my-azure":{"simulated":true},"acme":{"simulated":true}}}',
    {},
    ['The upstreams file names provider acme, which the policy does not have.'],
  ],
  [
    '{"providers":{"my-azure":{"baseUrl":"http://127.0.0.1:1","apiKeyEnv":"NOT_SET"}}}',
    {},
    ['The key of provider my-azure is to be in NOT_SET, which is not set'],
  ],
  ['{"providers":{"my-azure":{"simulated":true}}}', { PII_WEBHOOK_URL: 'here' }, ['PII_WEBHOOK_URL is “here”, which is no address']],
] as [string | null, Record<string, string>, string[]][])('%j with %j is refused in a sentence', (text, environment, sentences) => {
  expect(wrong(text, environment)).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
});
