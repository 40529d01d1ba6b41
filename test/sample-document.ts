import { MODEL_PRICE_DEFAULTS, POLICY_FORMAT, type PolicyDocument } from '../shared/model/index.ts';

/** Three tiers behind an entry, every default written out by the reader: small enough to see, wide enough to change. Tests get their own copy. */
export const sampleDocument = (): PolicyDocument => ({
  format: POLICY_FORMAT,
  policy: {
    id: 'sample',
    name: 'Sample',
    description: 'For tests.',
    providers: [
      {
        id: 'openai',
        name: 'OpenAI',
        concurrency: null,
        queueLength: null,
        requestsPerMin: null,
        tokensPerMin: null,
        requestBurst: null,
        abandonedWork: 'runs-on',
        region: null,
        provisionedTokensPerMin: null,
        provisionedUsdPerHour: 0,
        overProvisioned: 'spill',
        models: [{ name: 'gpt-4o', inputUsdPerMTok: 2.5, outputUsdPerMTok: 10, contextTokens: 128_000, ...MODEL_PRICE_DEFAULTS }],
      },
    ],
    nodes: [
      { id: 'entry', kind: 'entry', name: 'Support', config: { promise: 'An answer, or where to find one.' } },
      { id: 'fallback', kind: 'fallback', name: 'Tiers', config: { tiers: [{ id: 't1' }, { id: 't2' }] } },
      { id: 'breaker', kind: 'breaker', name: 'OpenAI breaker', config: {} },
      { id: 'model', kind: 'model', name: 'GPT-4o', config: { providerId: 'openai', model: 'gpt-4o' } },
      { id: 'template', kind: 'template', name: 'Sorry', config: { text: 'We are slow today. Please call us.' } },
    ],
    edges: [
      { from: 'entry', port: 'next', to: 'fallback' },
      { from: 'fallback', port: 't1', to: 'breaker' },
      { from: 'fallback', port: 't2', to: 'template' },
      { from: 'breaker', port: 'next', to: 'model' },
    ],
    silenced: [],
    promises: [],
  },
  layout: { nodes: { entry: { x: 0, y: 0 }, fallback: { x: 200, y: 0 } }, notes: [], groups: [] },
});
