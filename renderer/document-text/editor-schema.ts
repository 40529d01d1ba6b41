import { type JsonSchema, jsonSchemas } from '../../shared/format/index.ts';
import { type Field, kinds } from '../../shared/kinds/index.ts';
import { fieldText } from './field-words.ts';

/** The published schema of a policy with the words of the forms beside its keys, and each kind as a node ready to be put in. */
export function editorSchema(): JsonSchema {
  const schema = structuredClone(jsonSchemas().policy);
  const nodes = inside(schema, 'properties', 'policy', 'properties', 'nodes', 'items');
  for (const variant of Array.isArray(nodes?.['anyOf']) ? nodes['anyOf'].filter(isRecord) : []) {
    const properties = inside(variant, 'properties');
    const name = inside(variant, 'properties', 'kind')?.['const'];
    const kind = typeof name === 'string' ? kinds.get(name) : undefined;
    if (kind === undefined || properties === undefined) continue;
    const described = inside(properties, 'kind');
    if (described !== undefined) described['description'] = `${kind.face.title}. ${kind.face.purpose}`;
    for (const field of kind.fields) addWords(inside(properties, 'config'), field);
    variant['defaultSnippets'] = [
      {
        label: kind.face.title,
        description: kind.face.purpose,
        body: { id: `\${1:${kind.kind}}`, kind: kind.kind, name: `\${2:${kind.face.title}}`, config: {} },
      },
    ];
  }
  return schema;
}

function addWords(config: Record<string, unknown> | undefined, field: Field): void {
  const keys = field.key.split('.').flatMap((key) => ['properties', key]);
  const property = config === undefined ? undefined : inside(config, ...keys);
  if (property === undefined) return;
  property['markdownDescription'] = fieldText(field);
  if (field.control.kind !== 'list') return;
  for (const inner of field.control.fields) addWords(inside(property, 'items'), inner);
}

function inside(root: unknown, ...keys: string[]): Record<string, unknown> | undefined {
  let value = root;
  for (const key of keys) value = isRecord(value) ? value[key] : undefined;
  return isRecord(value) ? value : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
