import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Control, type Field, graphView, kinds, type NodeKind, type Wiring } from '../../shared/kinds/index.ts';
import { TestContext } from '../../shared/kinds/test-context.ts';
import { FAILURE_CLASSES, MODEL_PRICE_DEFAULTS, type Policy, type PolicyNode, PROVIDER_DEFAULTS } from '../../shared/model/index.ts';

/** A half-made kind cannot merge: whatever generic code expects of every kind is asked of every kind here. */

type Data = Record<string, any>;

const REGISTERED = [
  'agent-loop',
  'breaker',
  'budget',
  'cache',
  'concurrency-limit',
  'deadline',
  'entry',
  'evaluator',
  'execution-guard',
  'fallback',
  'hedge',
  'input-guard',
  'model',
  'output-guard',
  'rate-limit',
  'retry',
  'retry-budget',
  'review',
  'router',
  'template',
  'timeout',
  'tool',
];

test('the registry holds exactly the published names', () => {
  expect([...kinds.keys()].sort()).toEqual(REGISTERED);
});

describe.each([...kinds.values()].map((kind) => [kind.kind, kind] as const))('%s', (name, kind) => {
  const { schema, defaults, example } = kind.config;

  test('an empty config is the defaults, and they and the example are valid and complete', () => {
    expect(schema.parse({})).toEqual(defaults);
    expect(schema.parse(defaults)).toEqual(defaults);
    expect(schema.parse(example)).toEqual(example);
    expect(schema.safeParse({ ...(defaults as Data), unheardOf: 1 }).success).toBe(false);
  });

  test('every key of the schema has a field and every field a key', () => {
    expect(kind.fields.map((field) => field.key).sort()).toEqual(leafKeys(defaults as Data).sort());
    for (const { field, item } of listItems(kind, defaults as Data)) {
      const keys = Object.keys(item).filter((key) => key !== 'id');
      expect(field.control.fields.map((inner) => inner.key).sort(), field.key).toEqual(keys.sort());
    }
  });

  test('every field says what it is, in its unit, in one sentence', () => {
    for (const field of everyField(kind.fields)) {
      expect(field.label.trim(), field.key).not.toBe('');
      expect(field.label.length, field.key).toBeLessThanOrEqual(32);
      expect(field.help, field.key).toMatch(/^\S.*[^.\s]\.$/);
      expect(field.help, field.key).not.toContain('!');
      if (field.control.kind === 'number' || field.control.kind === 'optional-number') expect(field.control.unit, field.key).not.toBe('');
      if (field.control.kind === 'list') expect(field.control.itemLabel, field.key).not.toBe('');
    }
  });

  test('a field that is shown sometimes depends on a field that exists, and on values that it can have', () => {
    const follow = (fields: readonly Field[]) => {
      for (const { key, shownWhen, control } of fields) {
        if (control.kind === 'list') follow(control.fields);
        if (shownWhen === undefined) continue;
        const other = fields.find((field) => field.key === shownWhen.key);
        expect(other, `${key} depends on ${shownWhen.key}`).toBeDefined();
        if (other?.control.kind === 'choice')
          expect(other.control.options.map((option) => option.value)).toEqual(expect.arrayContaining([...shownWhen.isOneOf]));
      }
    };
    follow(kind.fields);
  });

  test('the form and the schema agree on what may be entered, at both ends', () => {
    for (const { label, control, accepts } of probes(kind)) {
      for (const value of allowed(control)) expect(accepts(value), `${label} = ${shown(value)} is on the form`).toBe(true);
      for (const value of refused(control)) expect(accepts(value), `${label} = ${shown(value)} is beyond the form`).toBe(false);
    }
  });

  test('the state of a fresh node survives JSON', () => {
    for (const config of [defaults, example]) {
      const state = kind.behavior.createState(kind.prepare(config, wiringFor(kind, config)));
      expect(JSON.parse(JSON.stringify({ state }))).toEqual({ state });
    }
  });

  test('facts have names of their own', () => {
    const facts = kind.behavior.facts ?? [];
    expect(new Set(facts).size).toBe(facts.length);
    for (const fact of facts) expect(fact.trim()).not.toBe('');
  });

  test('every rule is the kind’s own and explained in the guide, and the guide explains no other', () => {
    const headings = [...kind.guide.matchAll(/^### (\S+)$/gm)].map((match) => match[1] as string);
    expect(headings.sort()).toEqual(Object.keys(kind.check.rules).sort());
    for (const rule of headings) {
      expect(rule).toMatch(new RegExp(`^${name}/[a-z0-9]+(-[a-z0-9]+)*$`));
      const section = kind.guide.slice(kind.guide.indexOf(`### ${rule}\n`)).split(/^### /m)[1] as string;
      for (const part of ['What', 'Why it matters', 'What to do'])
        expect(section, `${rule}: ${part}`).toMatch(new RegExp(`\\*\\*${part}:?\\*\\*`));
    }
    expect(kind.guide).toMatch(/^# \S/);
    expect(kind.guide).not.toContain('!');
  });

  test('findings name declared rules with their severity, this node and an existing field', () => {
    for (const config of [defaults, example, ...changedConfigs(kind).map((change) => change.config)]) {
      const policy = policyWith(kind, config);
      const node = policy.nodes[0] as PolicyNode;
      for (const finding of kind.check.run(config, node, graphView(policy))) {
        expect(kind.check.rules[finding.rule], finding.rule).toBe(finding.severity);
        expect(finding.nodeId).toBe(node.id);
        expect(finding.message).toMatch(/^\S.*\.$/);
        const [key] = finding.path ?? [];
        if (key !== undefined) expect(Object.keys(defaults as Data)).toContain(key);
      }
    }
  });

  test('the card has words and a drawing', () => {
    const { face } = kind;
    expect(face.title.trim()).not.toBe('');
    expect(face.purpose).toMatch(/^\S.*\.$/);
    expect(face.glyph.name.trim()).not.toBe('');
    expect(face.glyph.paths.length).toBeGreaterThan(0);
    for (const path of face.glyph.paths) expect(path).toMatch(/^[Mm][-\d.\sa-zA-Z,]+$/);
    expect(face.keywords.length).toBeGreaterThan(0);
    for (const config of [defaults, example, ...changedConfigs(kind).map((change) => change.config)]) {
      const summary = face.summary(config, policyWith(kind, config));
      expect(summary.trim()).not.toBe('');
      expect(summary.length, summary).toBeLessThanOrEqual(70);
      expect(summary, summary).not.toMatch(/undefined|NaN|Infinity|\[object/);
    }
  });

  test('ports are labelled and unlike each other', () => {
    for (const config of [defaults, example]) {
      const ports = kind.face.ports(config);
      expect(new Set(ports.map((port) => port.id)).size).toBe(ports.length);
      expect(new Set(ports.map((port) => port.label)).size).toBe(ports.length);
      for (const port of ports) expect(port.label.trim(), port.id).not.toBe('');
    }
  });

  test('no change has no sentence, and every changed field has at least one', () => {
    expect(kind.describe.changes(defaults, structuredClone(defaults))).toEqual([]);
    expect(kind.describe.changes(example, structuredClone(example))).toEqual([]);
    for (const { label, config } of changedConfigs(kind)) {
      const sentences = kind.describe.changes(defaults, config);
      expect(sentences.length, label).toBeGreaterThan(0);
      for (const sentence of sentences) expect(sentence, label).not.toMatch(/undefined|NaN|Infinity|\[object|[.!]$/);
    }
  });

  test('assumptions are sentences on a basis', () => {
    for (const config of [defaults, example]) {
      for (const assumption of kind.assumptions(config, 'The node')) expect(assumption.statement).toMatch(/^\S.*\.$/);
    }
  });

  test('the schema can be published', () => {
    expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' });
  });
});

// ── what a form lets a person enter ─────────────────────────────────────────────────────────────────────────────

type ListControl = Extract<Control, { kind: 'list' }>;
type ListField = Field & { readonly control: ListControl };

/** Keys down to the leaves, dotted; a list is a leaf. */
function leafKeys(config: Data, prefix = ''): string[] {
  return Object.entries(config).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? leafKeys(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

function everyField(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...(field.control.kind === 'list' ? everyField(field.control.fields) : [])]);
}

function listItems(kind: NodeKind, config: Data): { field: ListField; item: Data }[] {
  return kind.fields.flatMap((field) =>
    field.control.kind === 'list' ? (at(config, field.key) as Data[]).map((item) => ({ field: field as ListField, item })) : [],
  );
}

interface Probe {
  readonly label: string;
  readonly control: Control;
  readonly accepts: (value: unknown) => boolean;
  readonly withValue: (value: unknown) => unknown;
}

/** Every field of the form, those of list items included, with a way to try a value in its place. */
function probes(kind: NodeKind): readonly Probe[] {
  const { schema, defaults } = kind.config;
  const probe = (label: string, control: Control, withValue: (value: unknown) => unknown): Probe => ({
    label: `${kind.kind}.${label}`,
    control,
    withValue,
    accepts: (value) => schema.safeParse(withValue(value)).success,
  });
  return kind.fields.flatMap((field) => {
    const own = probe(field.key, field.control, (value) => withAt(defaults as Data, field.key, value));
    if (field.control.kind !== 'list') return [own];
    const control = field.control;
    const first = (at(defaults as Data, field.key) as Data[])[0] ?? { id: `${control.idPrefix}1`, ...control.newItem };
    const rest = (at(defaults as Data, field.key) as Data[]).slice(1);
    return [
      own,
      ...control.fields.map((inner) =>
        probe(`${field.key}[0].${inner.key}`, inner.control, (value) =>
          withAt(defaults as Data, field.key, [{ ...first, [inner.key]: value }, ...rest]),
        ),
      ),
    ];
  });
}

function allowed(control: Control): readonly unknown[] {
  switch (control.kind) {
    case 'duration':
      return [control.minMs, control.maxMs];
    case 'ratio':
      return [control.min ?? 0, control.max ?? 1];
    case 'number':
      return [control.min, control.max];
    case 'optional-number':
      return [control.min, control.max, null];
    case 'text':
    case 'long-text':
      return ['', 'x'.repeat(control.maxLength)];
    case 'choice':
      return control.options.map((option) => option.value);
    case 'toggle':
      return [true, false];
    case 'optional-text':
      return [null, 'x', 'x'.repeat(control.maxLength)];
    case 'choices':
      return [[], control.options.map((option) => option.value)];
    case 'names':
      return [[], ['en'], Array.from({ length: control.maxItems }, () => 'en')];
    case 'failures':
      return [[], [...control.options]];
    case 'provider':
    case 'model':
      return ['', 'acme'];
    case 'list':
      return [itemsOf(control, control.minItems), itemsOf(control, control.maxItems)];
  }
}

function refused(control: Control): readonly unknown[] {
  switch (control.kind) {
    case 'duration':
      return [justBelow(control.minMs), justAbove(control.maxMs)];
    case 'ratio':
      return [justBelow(control.min ?? 0), justAbove(control.max ?? 1)];
    case 'number':
      return [...beyond(control), null];
    case 'optional-number':
      return beyond(control);
    case 'text':
    case 'long-text':
      return ['x'.repeat(control.maxLength + 1), 7];
    case 'choice':
      return ['none of these', 4711];
    case 'toggle':
      return ['yes'];
    case 'optional-text':
      return ['x'.repeat(control.maxLength + 1), 7];
    case 'choices':
      return [['none of these']];
    case 'names':
      return [Array.from({ length: control.maxItems + 1 }, () => 'en'), [''], 'en'];
    case 'failures':
      return [['bad-luck']];
    case 'provider':
    case 'model':
      return [7];
    case 'list':
      return [...(control.minItems > 0 ? [itemsOf(control, control.minItems - 1)] : []), itemsOf(control, control.maxItems + 1)];
  }
}

const justBelow = (bound: number): number => bound - Math.max(1e-9, Math.abs(bound) * 1e-9);
const justAbove = (bound: number): number => bound + Math.max(1e-9, Math.abs(bound) * 1e-9);

/** A whole step of one: a schema of integers would refuse a fraction whatever its bounds are. */
function beyond({ min, max, step }: { readonly min: number; readonly max: number; readonly step: number }): readonly unknown[] {
  return step >= 1 ? [min - 1, max + 1] : [justBelow(min), justAbove(max)];
}

const itemsOf = (control: ListControl, count: number): Data[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${control.idPrefix}${index + 1}`, ...control.newItem }));

/** The default config with one field changed, once for each value that the form allows and the default does not have. */
function changedConfigs(kind: NodeKind): readonly { readonly label: string; readonly config: any }[] {
  return probes(kind).flatMap(({ label, control, withValue }) =>
    allowed(control)
      .map((value) => ({ label: `${label} = ${shown(value)}`, config: withValue(value) }))
      .filter(({ config }) => !sameSets(config, kind.config.defaults)),
  );
}

/** Sets of failures are written in any order. */
const sameSets = (a: unknown, b: unknown): boolean => JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
const sorted = (_key: string, value: unknown): unknown =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? [...value].sort() : value;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function at(config: Data, key: string): unknown {
  return key.split('.').reduce<any>((part, name) => part[name], config);
}

function withAt(config: Data, key: string, value: unknown): Data {
  const [first, ...rest] = key.split('.') as [string, ...string[]];
  return { ...config, [first]: rest.length === 0 ? value : withAt(config[first], rest.join('.'), value) };
}

// ── surroundings ────────────────────────────────────────────────────────────────────────────────────────────────

function policyWith(kind: NodeKind, config: Data): Policy {
  return {
    id: 'p',
    name: 'P',
    description: '',
    providers: [{ id: 'acme', name: 'Acme', ...PROVIDER_DEFAULTS, models: [{ ...PRICE, name: 'acme' }] }],
    nodes: [{ id: 'n', kind: kind.kind, name: 'The node', config }],
    edges: [],
    silenced: [],
    promises: [],
  };
}

const PRICE = { ...MODEL_PRICE_DEFAULTS, inputUsdPerMTok: 1, outputUsdPerMTok: 2, contextTokens: 100_000 };

function wiringFor(kind: NodeKind, config: Data): Wiring {
  const ports = kind.face.ports(config).map((port) => port.id);
  return {
    nodeId: 'n',
    port: (id) => ports.indexOf(id),
    provider: (id) => ({
      index: 0,
      provider: { id, name: id, ...PROVIDER_DEFAULTS, models: [{ ...PRICE, name: String(config['model'] ?? '') }] },
    }),
    conditionTarget: () => -1,
    below: () => [],
    nodeTarget: () => -1,
    station: () => 0,
    metadataColumn: (_key, values) => ({ column: 0, codes: values.map((_, index) => index) }),
  };
}

test.each([...kinds.values()])('$kind does what it lets the engine do unasked', (kind) => {
  for (const { label, config } of [{ label: 'default', config: kind.config.defaults }, ...changedConfigs(kind)]) {
    const plan = kind.prepare(config, wiringFor(kind, config));
    const { behavior } = kind;
    if (behavior.passesCalls?.(plan)) {
      const context = new TestContext();
      behavior.onCall(plan, behavior.createState(plan), context);
      expect(context.taken(), label).toEqual([{ does: 'call', port: 0, handle: 1 }]);
    }
    if (!behavior.passesAnswers?.(plan)) continue;
    kind.face.ports(config).forEach((_, replyPort) => {
      const context = new TestContext().replied({ replyPort });
      behavior.onReply?.(plan, behavior.createState(plan), context);
      expect(context.taken(), `${label}, port ${replyPort}`).toEqual([{ does: 'forward' }]);
    });
  }
});

test('the failure taxonomy fits the bit sets that behaviours make of it', () => {
  // 1 << code wraps at 32.
  expect(FAILURE_CLASSES.length).toBeLessThan(31);
});
