/** Builds everything into dist/: the renderer for the browser, and the Node bundles (CLI, simulation worker, desktop shell). */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './checkout.mjs';

process.chdir(root);
const quiet = { logLevel: 'warn' };

await build({ ...quiet, configFile: 'vite.config.ts' });

/** Packages stay outside the bundles; they are in node_modules here and in the packaged app alike. */
await build({
  ...quiet,
  configFile: false,
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/node',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rollupOptions: {
      input: {
        gracefall: 'cli/main.ts',
        'electron-main': 'electron/main.ts',
        bench: 'test/bench/main.ts',
      },
      external: ['electron'],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});

/** Bundled whole, each for its own reason. */
const selfContained = [
  // A sandboxed preload may load nothing but electron itself, and only as CommonJS.
  { entry: 'electron/preload.ts', format: 'cjs', file: 'preload.cjs' },
  // A worker thread is started by path, outside the packaged app's archive, where no node_modules is near.
  { entry: 'host/simulation/worker.ts', format: 'es', file: 'simulation-worker.js' },
];
for (const { entry, format, file } of selfContained) {
  await build({
    ...quiet,
    configFile: false,
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: 'dist/node',
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { external: ['electron'], output: { format, entryFileNames: file, codeSplitting: false } },
    },
  });
}

chmodSync(join(root, 'dist/node/gracefall.js'), 0o755);
