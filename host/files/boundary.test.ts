import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Boundary, createBoundary } from './boundary.ts';
import { listFolder } from './list.ts';

let base: string;
let inside: string;
let outside: string;
let shipped: string;
let boundary: Boundary;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'gracefall-boundary-')));
  inside = join(base, 'work');
  outside = join(base, 'work-secret');
  shipped = join(base, 'policies');
  for (const folder of [inside, outside, shipped]) await mkdir(folder);
  await writeFile(join(outside, 'secret.json'), '{}');
  await writeFile(join(inside, 'a.policy.json'), '{}');
  boundary = createBoundary({ base: inside, roots: [inside], readOnlyRoots: [shipped] });
});
afterEach(() => rm(base, { recursive: true, force: true }));

const reasonFor = async (path: string, purpose: 'read' | 'write') => {
  const answer = await boundary.resolve(path, purpose);
  return answer.ok ? 'inside' : answer.reason;
};

describe('boundary', () => {
  it('takes relative and absolute paths inside, whether the file exists or not', async () => {
    expect(await boundary.resolve('a.policy.json', 'read')).toEqual({ ok: true, path: join(inside, 'a.policy.json') });
    expect(await boundary.resolve(join(inside, 'new', 'b.json'), 'write')).toEqual({ ok: true, path: join(inside, 'new', 'b.json') });
  });

  it('refuses the folder above, and a sibling whose name only starts alike', async () => {
    expect(await reasonFor('..', 'read')).toBe('outside-workspace');
    expect(await reasonFor('../work-secret/secret.json', 'read')).toBe('outside-workspace');
    expect(await reasonFor(join(outside, 'secret.json'), 'read')).toBe('outside-workspace');
  });

  it('judges where a link leads, existing or not', async () => {
    await symlink(outside, join(inside, 'out'));
    await symlink(join(outside, 'not-yet.json'), join(inside, 'dangling.json'));
    expect(await reasonFor('out/secret.json', 'read')).toBe('outside-workspace');
    expect(await reasonFor('out/new.json', 'write')).toBe('outside-workspace');
    expect(await reasonFor('dangling.json', 'write')).toBe('outside-workspace');
  });

  it('ends on links that lead in a circle', async () => {
    await symlink('b', join(inside, 'a'));
    await symlink('a', join(inside, 'b'));
    await expect(boundary.resolve('a', 'read')).resolves.toBeDefined();
  });

  it('refuses a null character', async () => {
    expect(await reasonFor('a\0.json', 'read')).toBe('outside-workspace');
  });

  it('lets shipped examples be read, not written', async () => {
    expect(await reasonFor(join(shipped, 'x.json'), 'read')).toBe('inside');
    expect(await reasonFor(join(shipped, 'x.json'), 'write')).toBe('outside-workspace');
  });

  it('takes a file that a person chose, but not its neighbours', async () => {
    await boundary.allow(join(outside, 'secret.json'));
    expect(await reasonFor(join(outside, 'secret.json'), 'write')).toBe('inside');
    expect(await reasonFor(join(outside, 'other.json'), 'read')).toBe('outside-workspace');
  });
});

describe('listFolder', () => {
  it('shows folders first, then files of the wanted kind, and nothing hidden or leading out', async () => {
    await mkdir(join(inside, 'team'));
    await writeFile(join(inside, 'notes.txt'), '');
    await writeFile(join(inside, '.hidden.policy.json'), '');
    await symlink(outside, join(inside, 'out'));
    const listed = await listFolder(boundary, inside, ['.policy.json']);
    expect(listed).toMatchObject({ ok: true, folder: inside, parent: null });
    expect(listed.ok && listed.entries.map(({ name, isFolder }) => [name, isFolder])).toEqual([
      ['team', true],
      ['a.policy.json', false],
    ]);
  });

  it('leads back up, but not above the workspace', async () => {
    await mkdir(join(inside, 'team'));
    expect(await listFolder(boundary, join(inside, 'team'), [])).toMatchObject({ parent: inside });
    expect(await listFolder(boundary, base, [])).toMatchObject({ ok: false, reason: 'outside-workspace' });
    expect(await listFolder(boundary, join(inside, 'gone'), [])).toMatchObject({ ok: false, reason: 'not-found' });
  });
});
