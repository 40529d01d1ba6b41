import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The renderer's build, and the unit tests' settings. The Node bundles (host, CLI, desktop shell) are built by scripts/build.mjs. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'chrome140', sourcemap: true },
  worker: { format: 'es' },
  test: {
    root: '.',
    environment: 'node',
    include: [
      '{shared,host,cli,electron,renderer,scripts}/**/*.test.{ts,tsx}',
      'test/{architecture,contract,golden,oracles,properties,migrations,bench}/**/*.test.ts',
    ],
    testTimeout: 60_000,
  },
});
