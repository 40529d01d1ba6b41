import { writePolicy } from '../../shared/format/index.ts';
import { client } from '../connection/index.ts';
import { beginUnsaved } from '../scenario/index.ts';
import { documentStore, type TrafficHandle, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import type { Window } from './view.ts';
import { work } from './work.ts';

const text = words.trafficRoom.incident;

/** Opens what went wrong in the window as an unsaved scenario, or says that nothing did. */
export async function makeIncident({ trafficId }: TrafficHandle, window: Window): Promise<void> {
  const { toast } = viewStore.getState();
  const { history } = documentStore.getState();
  if (history === null) return toast({ tone: 'bad', text: text.noPolicy });
  const policyText = writePolicy(history.document);
  const answer = await work(text.working, (signal) => client().traffic.incident({ trafficId, policyText, window }, { signal }));
  if (answer === null) return;
  if (answer.scenario === null) return toast({ tone: 'note', text: [text.nothing, ...answer.notes].join(' ') });
  beginUnsaved(answer.scenario);
  toast({ tone: 'good', text: [text.made(answer.scenario.events.length), ...answer.notes].join(' ') });
}
