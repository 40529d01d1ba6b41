/** One document before and after each shipped step. Written by hand and never made anew: they are what an old file means. */

const price = { name: 'gpt-4o', inputUsdPerMTok: 2.5, outputUsdPerMTok: 10, contextTokens: 128_000 };
const limits = {
  concurrency: 8,
  queueLength: null,
  requestsPerMin: 600,
  tokensPerMin: null,
  requestBurst: null,
  abandonedWork: 'runs-on',
};
const owed = { promise: 'An answer.', slaP95Ms: 8000, slaAvailability: 0.995, slaCostUsd: 0.02 };
const model = { id: 'model', kind: 'model', name: 'GPT-4o', config: { providerId: 'openai', model: 'gpt-4o' } };
const edges = [{ from: 'entry', port: 'next', to: 'model' }];
const layout = { nodes: { entry: { x: 0, y: 0 } }, notes: [] };
const entry = { id: 'entry', kind: 'entry', name: 'Support', config: { ...owed, needs: [], languages: [], regions: [] } };
const policy = { id: 'support', name: 'Support', description: '', providers: [], nodes: [entry, model], edges };
const silence = { rule: 'retry/no-jitter', nodeId: 'model', reason: 'One client only.' };
const note = { id: 'note', x: 10, y: -20, text: 'Ask legal.' };

export const policyPairs = [
  {
    before: {
      format: 1,
      policy: {
        id: 'support',
        name: 'Support',
        description: '',
        providers: [{ id: 'openai', name: 'OpenAI', ...limits, models: [price] }],
        nodes: [{ id: 'entry', kind: 'entry', name: 'Support', config: owed }, model],
        edges,
      },
      layout,
    },
    after: {
      format: 2,
      policy: {
        id: 'support',
        name: 'Support',
        description: '',
        providers: [
          {
            id: 'openai',
            name: 'OpenAI',
            ...limits,
            region: null,
            provisionedTokensPerMin: null,
            provisionedUsdPerHour: 0,
            overProvisioned: 'spill',
            models: [{ ...price, abilities: [], languages: [] }],
          },
        ],
        nodes: [{ id: 'entry', kind: 'entry', name: 'Support', config: { ...owed, needs: [], languages: [], regions: [] } }, model],
        edges,
        silenced: [],
      },
      layout,
    },
  },
  {
    before: { format: 2, policy: { ...policy, silenced: [silence] }, layout: { ...layout, notes: [note] } },
    after: {
      format: 3,
      policy: { ...policy, silenced: [{ ...silence, about: null }], promises: [] },
      layout: { ...layout, notes: [{ ...note, nodeId: null }], groups: [] },
    },
  },
] as const;
