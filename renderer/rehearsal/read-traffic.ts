import { client } from '../connection/index.ts';
import { fileName, inputsStore, type TrafficChoice, type TrafficHandle, viewStore } from '../state/index.ts';

/**
 * The traffic as the host has it. It keeps the last few in memory: one that it has let go is read again from the app's own store or from its log, and what was
 * done to it is done again. Null when it cannot be read, which a toast has said by then.
 */
export async function readTraffic(choice: TrafficChoice): Promise<TrafficHandle | null> {
  if (choice.handle !== null && (await client().traffic.isHeld({ trafficId: choice.handle.trafficId }))) return choice.handle;
  const handle = await obtained(choice);
  if (handle !== null) inputsStore.getState().noteRead(choice.path, handle);
  return handle;
}

async function obtained(choice: TrafficChoice): Promise<TrafficHandle | null> {
  const { madeOf, steps, keptId } = choice;
  if (keptId !== undefined) return last(await client().traffic.openStored({ id: keptId }));
  if (madeOf === undefined || steps === undefined) return fromLog(choice);
  const isHeld = madeOf.handle !== null && (await client().traffic.isHeld({ trafficId: madeOf.handle.trafficId }));
  let handle = isHeld ? madeOf.handle : await obtained(madeOf);
  for (const step of steps) {
    if (handle === null) return null;
    handle = await last(await client().traffic.change({ trafficId: handle.trafficId, step }));
  }
  return handle;
}

async function fromLog({ path }: TrafficChoice): Promise<TrafficHandle | null> {
  const result = await client().traffic.load({ path, preset: 'auto', mapping: {} });
  if (result.ok) return result.traffic;
  viewStore.getState().toast({ tone: 'bad', text: `${fileName(path)}: ${result.message}` });
  return null;
}

type Told =
  | { readonly kind: 'progress' }
  | { readonly kind: 'made'; readonly traffic: TrafficHandle }
  | { readonly kind: 'refused'; readonly message: string };

async function last(events: AsyncIterable<Told>): Promise<TrafficHandle | null> {
  for await (const event of events) {
    if (event.kind === 'made') return event.traffic;
    if (event.kind === 'refused') viewStore.getState().toast({ tone: 'bad', text: event.message });
  }
  return null;
}
