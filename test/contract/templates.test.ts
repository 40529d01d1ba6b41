import { describe, expect, it } from 'vitest';
import { readPolicy, writePolicy } from '../../shared/format/index.ts';
import { kinds } from '../../shared/kinds/index.ts';
import { evenTraffic, testRun } from '../../shared/kinds/test-run.ts';
import { lint } from '../../shared/lint/index.ts';
import { reasonsOf, templateDocument, templates } from '../../shared/templates/index.ts';

describe.each(templates.map((template) => [template.name, template] as const))('template "%s"', (_, template) => {
  const document = templateDocument(template);
  const { policy } = document;

  it('has no problem and no promise that nobody wrote', () => {
    expect(lint(policy).map(({ rule, nodeId, message }) => `${rule} ${nodeId}: ${message}`)).toEqual([]);
    expect(template.promises.every((text) => text !== '')).toBe(true);
  });

  it('is written as it is read', () => {
    const text = writePolicy(document);
    const read = readPolicy(text);
    expect(read.ok && writePolicy(read.value.document)).toBe(text);
  });

  it('answers requests', () => {
    const run = testRun(policy, evenTraffic(200, 100));
    expect(run.requests).toBe(200);
  });

  it('names every node for its job, and explains settings that the form shows', () => {
    for (const node of policy.nodes) {
      expect(node.name).not.toBe(kinds.get(node.kind)?.face.title === 'Fallback' ? 'Fallback' : '');
      const keys = new Set(kinds.get(node.kind)?.fields.map(({ key }) => key));
      const reasons = reasonsOf(node);
      expect(reasons.length).toBeGreaterThan(0);
      for (const { key } of reasons) expect(keys).toContain(key);
    }
  });

  it('explains every value that is not the default of its kind', () => {
    const unexplained = policy.nodes.flatMap((node) => {
      const schema = kinds.get(node.kind)?.config.schema;
      const reasons = new Set(reasonsOf(node).map(({ key }) => key));
      const withDefault = (key: string): boolean => {
        const { [key]: _, ...others } = node.config;
        const read = schema?.safeParse(others);
        return read?.success === true && JSON.stringify((read.data as Record<string, unknown>)[key]) === JSON.stringify(node.config[key]);
      };
      return Object.keys(node.config).flatMap((key) => (reasons.has(key) || withDefault(key) ? [] : [`${node.id}.${key}`]));
    });
    expect(unexplained).toEqual([]);
  });

  it('takes a reason back when its value was changed', () => {
    const [node] = policy.nodes;
    const [reason] = node === undefined ? [] : reasonsOf(node);
    if (node === undefined || reason === undefined) throw new Error('a template without a reason');
    const changed = { ...node, config: { ...node.config, [reason.key]: 'another' } };
    expect(reasonsOf(changed).map(({ key }) => key)).not.toContain(reason.key);
  });
});
