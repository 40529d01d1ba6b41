import { defineConfig } from 'vitest/config';

/** Real gateways on loopback, in real time: apart from the unit tests, and one file at a time. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    environment: 'node',
    include: ['test/gateways/*.test.ts'],
    maxWorkers: 1,
  },
});
