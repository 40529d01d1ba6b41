import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, root, test, watchForFaults } from './app.ts';
import { azureLog, cardOf, choose, chooseLog, openExample, openPolicy, picture, problemsOf, saveUnder } from './person.ts';

interface Edge {
  readonly from: string;
  readonly port: string;
  readonly to: string;
}
const shipped = () => readFile(join(root, 'policies/support-assistant/support-assistant.policy.json'), 'utf8');

/** The shipped policy with other edges, written as the app writes. */
async function withEdges(change: (edges: Edge[]) => Edge[]): Promise<string> {
  const document = JSON.parse(await shipped());
  document.policy.edges = change(document.policy.edges);
  return `${JSON.stringify(document, null, 2)}\n`;
}

const refusals: readonly { readonly name: string; readonly text: () => Promise<string>; readonly sentence: RegExp }[] = [
  {
    name: 'broken.policy.json',
    text: async () => (await shipped()).replace('"policy": {', '"policy" {'),
    sentence: /broken\.policy\.json: Line 3, column 12: .* this is not JSON/,
  },
  {
    name: 'newer.policy.json',
    text: async () => (await shipped()).replace(/"format": \d+/, '"format": 99'),
    sentence: /has format 99; this version of Gracefall reads formats up to \d+\. It was not opened and not changed/,
  },
  {
    // Both versions would open in the merge view, but for one that cannot be read.
    name: 'conflict.policy.json',
    text: async () =>
      (await shipped()).replace(
        '"name": "Support assistant"',
        '\n<<<<<<< HEAD\n"name": "Support assistant"\n=======\n"name" "Other"\n>>>>>>> theirs\n',
      ),
    sentence: /Line \d+ holds a conflict marker of git .* resolve the conflict in git first/,
  },
  {
    name: 'twice.policy.json',
    text: () => withEdges((edges) => [...edges, { from: 'tiers', port: 't1', to: 'basic-answer' }]),
    sentence: /Port "t1" of "Fallback" is connected twice, to "Retry" and to "Template"/,
  },
  { name: 'empty.policy.json', text: async () => '', sentence: /The file is empty, so there is nothing to open/ },
];

test('what is no policy is refused with its sentence and stays as it is on disk', async ({ page, app, workspace }) => {
  const faults = watchForFaults(page);
  for (const { name, text } of refusals) await writeFile(join(workspace, name), await text());
  await page.goto(app.url);
  for (const { name, text, sentence } of refusals) {
    await openPolicy(page, name);
    await expect(page.getByText(sentence)).toBeVisible();
    if (name.startsWith('twice')) await picture(page, 'bad-policy');
    await expect(page.getByRole('heading', { name: 'Examples' })).toBeVisible();
    expect(await readFile(join(workspace, name), 'utf8')).toBe(await text());
  }
  expect(faults).toEqual([]);
});

test('a drawing that goes round opens, is neither rehearsed nor exported, and is repaired by taking one call away', async ({
  page,
  app,
  workspace,
}) => {
  const text = await withEdges((edges) => edges.map((edge) => (edge.from === 'smaller-breaker' ? { ...edge, to: 'tiers' } : edge)));
  await writeFile(join(workspace, 'loop.policy.json'), text);
  await page.goto(app.url);
  await openPolicy(page, 'loop.policy.json');
  await expect(problemsOf(page).getByText(/The calls go round in a loop: .*Fallback/)).toBeVisible();
  await page.getByRole('button', { name: 'Simulate' }).click();
  await expect(page.getByText(/This policy cannot be rehearsed yet: .*The calls go round in a loop/)).toBeVisible();
  await picture(page, 'cyclic');
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export' }).click();
  await expect(page.getByText(/Not exported yet: .* in the way/)).toBeVisible();
  await expect(page.getByText(/The calls go round in a loop/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Export …/ })).toBeDisabled();
  expect(await readFile(join(workspace, 'loop.policy.json'), 'utf8')).toBe(text);

  await page.getByRole('button', { name: 'Show in Design' }).first().click();
  await cardOf(page, 'Breaker, smaller').click();
  await choose(page, page.getByRole('region', { name: 'Calls' }).getByLabel('next', { exact: true }), 'Model, smaller');
  await expect(problemsOf(page).getByText(/The calls go round in a loop/)).toBeHidden();
});

test('a kind that this version does not know opens read-only and is kept byte for byte', async ({ page, app, workspace }) => {
  const text = (await shipped()).replace('"kind": "input-guard"', '"kind": "oracle-of-delphi"');
  await writeFile(join(workspace, 'later.policy.json'), text);
  await page.goto(app.url);
  await openPolicy(page, 'later.policy.json');
  await expect(page.getByText('read-only', { exact: true })).toBeVisible();
  await expect(problemsOf(page).getByText(/oracle-of-delphi/)).toBeVisible();
  await cardOf(page, 'Input guard').click();
  await picture(page, 'unknown-kind');
  await page.keyboard.press('Delete');
  await expect(cardOf(page, 'Input guard')).toBeVisible();
  await page.keyboard.press('Control+s');
  await saveUnder(page, 'kept.policy.json');
  await expect(page.getByText('Saved kept.policy.json.')).toBeVisible();
  expect(await readFile(join(workspace, 'kept.policy.json'), 'utf8')).toBe(text);
  expect(await readFile(join(workspace, 'later.policy.json'), 'utf8')).toBe(text);
});

test('logs with faults say what is wrong, count what was left out, and stay as they are', async ({ page, app, workspace }) => {
  const head = 'timestamp,prompt_tokens,completion_tokens';
  const logs: Record<string, string | Buffer> = {
    'no-time.csv': 'moment_of_it,prompt_tokens,completion_tokens\n0,10,20\n1,10,20\n2,10,20\n',
    'out-of-order.csv': `${head}\n2026-01-12 09:00:00,10,20\n2026-01-12 09:00:09,10,20\n2026-01-12 09:00:04,10,20\n`,
    'negative.csv': `${head}\n2026-01-12 09:00:00,10,20\n2026-01-12 09:00:01,-5,20\n2026-01-12 09:00:02,10,-1\n2026-01-12 09:00:03,10,20\n`,
    'header-only.csv': `${head}\n`,
    'nothing.csv': '',
    'torn.csv.gz': gzipSync(azureLog(20_000, 100)).subarray(0, 60_000),
  };
  for (const [name, content] of Object.entries(logs)) await writeFile(join(workspace, name), content);
  await page.goto(app.url);
  await openExample(page);
  const use = page.getByRole('button', { name: 'Use this traffic' });
  const cancel = page.getByRole('button', { name: 'Cancel' });

  const noTime = await chooseLog(page, 'no-time.csv');
  await expect(
    noTime.getByText(/No column says by its name when a request arrived.*moment_of_it, prompt_tokens, completion_tokens/),
  ).toBeVisible();
  await expect(use).toBeDisabled();
  await picture(page, 'traffic-no-time');
  await choose(page, noTime.getByLabel('Time of arrival'), 'moment_of_it');
  await use.click();
  await expect(page.getByText(/Read 3 requests\./)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Traffic no-time\.csv, 3 requests/ })).toBeVisible();

  await chooseLog(page, 'out-of-order.csv');
  await use.click();
  await expect(page.getByText(/1 of 3 requests stood later in the log.*sorted by time/)).toBeVisible();

  const negative = await chooseLog(page, 'negative.csv');
  await use.click();
  await expect(negative.getByText('2 requests are ready to rehearse on')).toBeVisible();
  await expect(negative.getByRole('row', { name: /^input tokens that are not a whole number of 0 or more 1 3$/ })).toBeVisible();
  await expect(negative.getByRole('row', { name: /^output tokens that are not a whole number of 0 or more 1 4$/ })).toBeVisible();
  await picture(page, 'traffic-negative');
  await negative.getByRole('button', { name: 'Done' }).click();

  const headerOnly = await chooseLog(page, 'header-only.csv');
  await expect(headerOnly.getByRole('status')).toContainText('has columns but no rows');
  await expect(use).toBeDisabled();
  await cancel.click();

  const nothing = await chooseLog(page, 'nothing.csv');
  await expect(nothing.getByRole('alert')).toContainText('is empty: 0 bytes');
  await cancel.click();

  const torn = await chooseLog(page, 'torn.csv.gz');
  // Whether the first rows can still be read depends on where the archive was torn; both end in the sentence.
  await expect(torn.getByRole('table').or(torn.getByRole('alert'))).toBeVisible();
  if (await torn.getByRole('table').isVisible()) await use.click();
  await expect(torn.getByRole('alert')).toContainText(/ends in the middle of its gzip archive/);
  await picture(page, 'traffic-torn');
  await cancel.click();

  await expect(page.getByRole('button', { name: /^Traffic negative\.csv, 2 requests/ })).toBeVisible();
  for (const [name, content] of Object.entries(logs)) {
    expect(Buffer.from(content).equals(await readFile(join(workspace, name)))).toBe(true);
  }
});
