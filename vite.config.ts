import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The renderer's build, and the unit tests' settings. The Node bundles (host, CLI, desktop shell) are built by scripts/build.mjs. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  // What is needed at once is as good as one file, since it is loaded from this computer: about 450 kB gzipped. The editor of
  // the document's text (about 1 MB gzipped, with its two workers beside it) is fetched when its view is opened.
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'chrome140', sourcemap: true, chunkSizeWarningLimit: 4200 },
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
