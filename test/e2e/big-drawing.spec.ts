import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyDocument } from '../../shared/model/index.ts';
import { expect, root, test, watchForFaults } from './app.ts';
import { cardOf, drawingOf, inspectorOf, openPolicy, picture, problemsOf } from './person.ts';

/** The support assistant, again and again, in rows of six. */
async function manyAssistants(count: number): Promise<PolicyDocument> {
  const { policy, layout, ...rest }: PolicyDocument = JSON.parse(
    await readFile(join(root, 'policies/support-assistant/support-assistant.policy.json'), 'utf8'),
  );
  const places: Record<string, { x: number; y: number }> = {};
  const copies = Array.from({ length: count }, (_, at) => {
    const id = (before: string): string => `${before}-${at + 1}`;
    for (const [node, { x, y }] of Object.entries(layout.nodes))
      places[id(node)] = { x: x + 1_400 * (at % 6), y: y + 900 * Math.floor(at / 6) };
    return {
      nodes: policy.nodes.map((node) => ({ ...node, id: id(node.id), name: `${node.name} ${at + 1}` })),
      edges: policy.edges.map((edge) => ({ ...edge, from: id(edge.from), to: id(edge.to) })),
    };
  });
  return {
    ...rest,
    policy: {
      ...policy,
      nodes: copies.flatMap(({ nodes }) => nodes),
      edges: copies.flatMap(({ edges }) => edges),
      silenced: [],
      promises: [],
    },
    layout: { ...layout, nodes: places, notes: [], groups: [] },
  };
}

test('a policy of 330 nodes: a card of the picture is dragged, taken back, and one out of sight is gone to', async ({ page, app }) => {
  const faults = watchForFaults(page);
  const document = await manyAssistants(30);
  await writeFile(join(app.workspace, 'big.policy.json'), JSON.stringify(document));
  await page.goto(app.url);
  await openPolicy(page, 'big.policy.json');

  // So far out that cards are a picture; the one under the pointer comes to life.
  const entry = cardOf(page, 'Support assistant 1');
  await expect(entry).toBeVisible();
  const model = cardOf(page, 'Model, primary 16');
  await expect(model).toBeHidden();
  const idOf = (name: string) => document.policy.nodes.find((node) => node.name === name)!.id;
  const placeOf = (name: string) => document.layout.nodes[idOf(name)]!;
  const box = (await entry.boundingBox())!;
  const [from, to] = [placeOf('Support assistant 1'), placeOf('Model, primary 16')];
  const scale = box.width / 232;
  const at = { x: box.x + (to.x - from.x + 116) * scale, y: box.y + (to.y - from.y + 34) * scale };
  await page.mouse.move(at.x, at.y);
  await expect(model).toBeVisible();
  await page.mouse.down();
  await page.mouse.move(at.x + 40, at.y + 30, { steps: 8 });
  await page.mouse.up();
  await expect(inspectorOf(page)).toContainText(idOf('Model, primary 16'));
  await picture(page, 'big-drawing-as-a-whole');
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeEnabled();
  await page.keyboard.press('Control+z');
  await expect(undo).toBeDisabled();

  await page.keyboard.press('Control+p');
  await page.getByRole('combobox').first().fill('Breaker, smaller 29');
  await page.keyboard.press('Enter');
  await expect(inspectorOf(page)).toContainText(idOf('Breaker, smaller 29'));
  await cardOf(page, 'Breaker, smaller 29').click();
  await page.keyboard.press('Shift+f');
  const wire = 'Breaker, smaller 29 calls Model, smaller 29';
  await expect(drawingOf(page).getByRole('group', { name: wire, exact: true })).toBeAttached();
  await expect(entry).toBeHidden();
  await picture(page, 'big-drawing-near');

  // Of 90 problems the first 60 rows are in the page until one goes on.
  const problems = problemsOf(page);
  await problems.getByRole('button', { name: 'Show the problems' }).click();
  const rows = problems.getByRole('list', { name: 'List of problems' }).getByRole('button', { name: /^Note / });
  await rows.first().focus();
  await page.keyboard.press('End');
  await expect(rows).toHaveCount(90);
  await expect(rows.last()).toBeFocused();
  expect(faults).toEqual([]);
});
