import { client } from '../connection/index.ts';
import { fileName, inputsStore, type TrafficChoice, viewStore } from '../state/index.ts';

/** The log is read once; its handle lives as long as the host. Null when it cannot be read, which a toast has said by then. */
export async function readTraffic(choice: TrafficChoice) {
  if (choice.handle !== null) return choice.handle;
  const result = await client().traffic.load({ path: choice.path, preset: 'auto', mapping: {} });
  if (!result.ok) {
    viewStore.getState().toast({ tone: 'bad', text: `${fileName(choice.path)}: ${result.message}` });
    return null;
  }
  inputsStore.getState().chooseTraffic({ ...choice, handle: result.traffic });
  return result.traffic;
}
