import { expect, test } from 'vitest';
import { outsideArchive } from './installation.ts';

test.each([
  ['/opt/Gracefall/resources/app.asar/policies', '/opt/Gracefall/resources/app.asar.unpacked/policies'],
  ['C:\\Gracefall\\resources\\app.asar\\dist\\node\\x.js', 'C:\\Gracefall\\resources\\app.asar.unpacked\\dist\\node\\x.js'],
  ['/srv/gracefall/policies', '/srv/gracefall/policies'],
  ['/srv/my-app.asar/policies', '/srv/my-app.asar/policies'],
])('%s is opened by path at %s', (inside, outside) => {
  expect(outsideArchive(inside)).toBe(outside);
});
