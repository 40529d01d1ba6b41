import { expect, test } from 'vitest';
import { importsOf, importViolations } from './imports.ts';
import { sources } from './sources.ts';

test('every import keeps the rules of docs/architecture.md', () => {
  expect(sources(/\.(?:tsx?|mjs)$/).flatMap(({ path, text }) => importViolations(path, text))).toEqual([]);
});

test.each([
  ['shared/engine/run.ts', "import { kinds } from '../kinds/index.ts';", 'shared/engine may import only shared/model, shared/dice.'],
  ['shared/model/a.ts', "import type { Context } from '../engine/index.ts';", 'shared/model may import no other room.'],
  ['shared/lint/a.ts', "import { graphView } from '../kinds/graph.ts';", 'across rooms only shared/kinds/index.ts is imported.'],
  ['shared/format/a.ts', "import { createHash } from 'node:crypto';", 'pure'],
  ['shared/kinds/model/a.ts', "export * from '../../../host/index.ts';", 'may import only'],
  ['renderer/app/a.tsx', "import fs from 'node:fs';", 'renderer must not use node:fs.'],
  ['renderer/app/a.tsx', "import type { Node } from '@xyflow/react';", 'only renderer/canvas/ knows the graph library'],
  ['electron/main.ts', "const x = await import('../shared/engine/index.ts');", 'electron may import only host, shared/rpc.'],
  ['host/jobs/a.ts', "import { contract } from '../../shared/rpc/contract.ts';", 'across rooms only shared/rpc/index.ts'],
  ['cli/a.ts', "import { app } from 'electron';", 'cli must not use electron.'],
  ['scripts/build.mjs', "import '../host/index.ts';", 'scripts run before anything is installed'],
  ['shared/edit/a.ts', "import { b } from './b';", 'carries its file extension'],
])('%s with %s is refused', (path, source, sentence) => {
  expect(importViolations(path, source)).toEqual([expect.stringContaining(sentence)]);
});

test.each([
  ['shared/engine/run.ts', "import { hashOf } from '../dice/index.ts';"],
  ['shared/kinds/entry/index.ts', "import guide from './guide.md?raw';"],
  ['shared/gateways/native/index.ts', "import { lint } from '../../lint/index.ts';"],
  ['renderer/canvas/Canvas.tsx', "import { ReactFlow } from '@xyflow/react';"],
  ['host/index.ts', "import { DuckDBInstance } from '@duckdb/node-api';"],
  ['cli/simulate.ts', "import { rehearse } from '../host/index.ts';\nimport { lint } from '../shared/lint/index.ts';"],
  ['shared/engine/run.test.ts', "import { kinds } from '../kinds/index.ts';"],
  ['shared/engine/run.ts', "// import { kinds } from '../kinds/index.ts';"],
])('%s with %s is fine', (path, source) => {
  expect(importViolations(path, source)).toEqual([]);
});

test('imports over several lines, of types, for effect and on demand are all seen', () => {
  const source = `import {\n  a,\n  type B,\n} from './one.ts';\nimport type { C } from './two.ts';\nimport './three.css';\nexport * from './four.ts';\nconst five = () => import('./five.ts');`;
  expect(importsOf(source).sort()).toEqual(['./five.ts', './four.ts', './one.ts', './three.css', './two.ts']);
});
