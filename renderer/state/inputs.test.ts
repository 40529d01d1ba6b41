import { expect, test } from 'vitest';
import { createInputsStore, type TrafficChoice, type TrafficHandle } from './inputs.ts';

const log = (path: string): TrafficChoice => ({ path, label: path, handle: null });
// Only the id of a handle is looked at here.
const handleOf = (trafficId: string): TrafficHandle => ({ trafficId }) as TrafficHandle;

test('a log that was being read when another was chosen does not become the chosen one', () => {
  const inputs = createInputsStore();
  inputs.getState().chooseTraffic(log('slow.csv'));
  inputs.getState().chooseTraffic(log('other.csv'));
  inputs.getState().noteRead('slow.csv', handleOf('a'));
  expect(inputs.getState().traffic).toEqual(log('other.csv'));
  expect(inputs.getState().knownTraffic.map(({ path, handle }) => [path, handle?.trafficId])).toEqual([
    ['other.csv', undefined],
    ['slow.csv', 'a'],
  ]);
  inputs.getState().noteRead('other.csv', handleOf('b'));
  expect(inputs.getState().traffic?.handle?.trafficId).toBe('b');
});
