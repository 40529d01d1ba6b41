import type { Face } from '../kind.ts';
import { durationText, percentText } from '../words.ts';
import type { EntryConfig } from './config.ts';

export const entryFace: Face<EntryConfig> = {
  title: 'Entry',
  purpose: 'A capability that users call, and what it owes them.',
  group: 'flow',
  glyph: { name: 'arrow into a bar', paths: ['M2 8h7.8', 'm6.6 4.8 3.2 3.2-3.2 3.2', 'M13.2 3.2v9.6'] },
  silhouette: 'entry',
  isCallable: false,
  // Not `required`: the kind's own rule says it in a sentence about requests.
  ports: () => [{ id: 'next', label: 'next', required: false }],
  summary: (config) => `owes P95 within ${durationText(config.slaP95Ms)}, ${percentText(config.slaAvailability)} answered`,
  keywords: ['capability', 'start', 'sla', 'promise', 'service level', 'agent'],
};
