import { expect, test } from 'vitest';
import { jsonSchemas } from '../../shared/format/index.ts';
import { gateJsonSchema } from '../../shared/gate/index.ts';
import { nativeJsonSchema } from '../../shared/gateways/index.ts';

/** `npm run schemas` writes them anew. They are published: a change here is a change that other programs see. */
test.each(Object.entries({ ...jsonSchemas(), 'native-export': nativeJsonSchema(), config: gateJsonSchema() }))(
  'docs/schema/%s.schema.json is current',
  async (name, schema) => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../docs/schema/${name}.schema.json`);
  },
);
