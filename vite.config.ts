import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The renderer's build, and the unit tests' settings. The Node bundles (host, CLI, desktop shell) are built by scripts/build.mjs. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  // One file, since it is loaded from this computer: what would be split off is needed at once. About 370 kB gzipped.
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'chrome140', sourcemap: true, chunkSizeWarningLimit: 1500 },
  worker: { format: 'es' },
  test: {
    root: '.',
    environment: 'node',
    include: [
      '{shared,host,cli,electron,renderer,scripts}/**/*.test.{ts,tsx}',
      'test/{architecture,contract,golden,oracles,properties,migrations,bench}/**/*.test.ts',
    ],
    setupFiles: ['test/draws.ts'],
    // One a core: left to itself the runner takes one of two, and half of the time.
    maxWorkers: '100%',
    testTimeout: 60_000,
  },
});
