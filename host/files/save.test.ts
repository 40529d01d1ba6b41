import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { saveText } from './save.ts';
import { sha256Of } from './sha256.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gracefall-save-'));
  path = join(folder, 'a.policy.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const failing = (code: string) => Object.assign(new Error(code), { code });
/** A disk that fails at one step of writing. */
function diskFailingAt(step: 'writeFile' | 'sync' | 'rename', code: string): FileSystem {
  return {
    ...nodeFileSystem,
    rename: step === 'rename' ? () => Promise.reject(failing(code)) : nodeFileSystem.rename,
    open: async (name, flags, mode) => {
      const file = await nodeFileSystem.open(name, flags, mode);
      if (step !== 'rename' && flags === 'wx') file[step] = () => Promise.reject(failing(code));
      return file;
    },
  };
}

describe('saveText', () => {
  it('makes a new file and says its hash', async () => {
    expect(await saveText({ path, text: 'héllo', expectedSha256: null, mayReplace: false })).toEqual({
      ok: true,
      path,
      sha256: sha256Of('héllo'),
    });
    expect(await readFile(path, 'utf8')).toBe('héllo');
    expect(await readdir(folder)).toEqual(['a.policy.json']);
  });

  it('keeps the mode of the file it replaces', async () => {
    await writeFile(path, 'old');
    await chmod(path, 0o640);
    await saveText({ path, text: 'new', expectedSha256: sha256Of('old'), mayReplace: false });
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  it('refuses a file that changed outside, and leaves the change', async () => {
    await writeFile(path, 'pulled');
    const saved = await saveText({ path, text: 'mine', expectedSha256: sha256Of('old'), mayReplace: false });
    expect(saved).toMatchObject({ ok: false, reason: 'changed-outside' });
    expect(await readFile(path, 'utf8')).toBe('pulled');
    expect(await saveText({ path, text: 'mine', expectedSha256: sha256Of('old'), mayReplace: true })).toMatchObject({ ok: true });
  });

  it('refuses a file that was removed outside', async () => {
    expect(await saveText({ path, text: 'mine', expectedSha256: sha256Of('old'), mayReplace: false })).toMatchObject({
      reason: 'changed-outside',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses to make a file where one is', async () => {
    await writeFile(path, 'theirs');
    expect(await saveText({ path, text: 'mine', expectedSha256: null, mayReplace: false })).toMatchObject({ reason: 'already-exists' });
    expect(await readFile(path, 'utf8')).toBe('theirs');
  });

  it('refuses a file without write permission, even where a rename would succeed', async () => {
    await writeFile(path, 'old');
    await chmod(path, 0o444);
    const saved = await saveText({ path, text: 'new', expectedSha256: sha256Of('old'), mayReplace: false });
    expect(saved).toMatchObject({ reason: 'read-only', message: expect.stringContaining('is read-only') });
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  it.each([
    ['writeFile', 'ENOSPC', 'disk-full'],
    ['sync', 'ENOSPC', 'disk-full'],
    ['writeFile', 'EDQUOT', 'disk-full'],
    ['rename', 'EROFS', 'read-only'],
    ['rename', 'EPERM', 'read-only'],
    ['sync', 'EIO', 'not-writable'],
  ] as const)('answers %s failing with %s by “%s”, the old file whole and no litter', async (step, code, reason) => {
    await writeFile(path, 'old');
    const saved = await saveText({ path, text: 'new', expectedSha256: sha256Of('old'), mayReplace: false }, diskFailingAt(step, code));
    expect(saved).toMatchObject({ ok: false, reason });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.policy.json']);
  });

  it('says that the folder is not there', async () => {
    const saved = await saveText({ path: join(folder, 'no', 'a.json'), text: 'x', expectedSha256: null, mayReplace: false });
    expect(saved).toMatchObject({ reason: 'not-writable', message: expect.stringContaining('does not exist') });
  });

  it('does not replace a folder', async () => {
    expect(await saveText({ path: folder, text: 'x', expectedSha256: null, mayReplace: true })).toMatchObject({
      ok: false,
      reason: 'not-writable',
    });
  });
});

describe('a program killed during its saves', () => {
  it.each([0, 1, 5])('leaves the old bytes or the new, and nothing that stops the next save (after %i saves)', async (saves) => {
    const size = 2 * 1024 * 1024;
    const letters = ['a', 'b'].map((letter) => letter.repeat(size));
    await writeFile(path, letters[0]!);
    // Types are stripped by Node only from 22.18 on, so the child gets the module through vite's own transformer.
    const code = `
      import { createServer } from 'vite';
      const server = await createServer({ configFile: false, logLevel: 'silent', server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } });
      const { writeAtomic } = await server.ssrLoadModule(${JSON.stringify(join(import.meta.dirname, 'write-atomic.ts'))});
      const letters = ['a', 'b'].map((letter) => letter.repeat(${size}));
      console.log('saving');
      for (let i = 1; ; i++) {
        await writeAtomic(${JSON.stringify(path)}, letters[i % 2]);
        console.log('saved');
      }
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    // Where in the next save the kill falls is chance; the property must hold for each instant.
    const said = createInterface(child.stdout)[Symbol.asyncIterator]();
    for (let i = 0; i <= saves; i++) await said.next();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const left = await readFile(path, 'utf8');
    expect(letters.map(sha256Of)).toContain(sha256Of(left));
    expect(await saveText({ path, text: 'next', expectedSha256: sha256Of(left), mayReplace: false })).toMatchObject({ ok: true });
    expect(await readdir(folder)).toEqual(['a.policy.json']);
  });
});

describe('links', () => {
  it('are kept: the file they lead to is replaced', async () => {
    const { realPathOf } = await import('./boundary.ts');
    await writeFile(path, 'old');
    const link = join(folder, 'link.json');
    await symlink('a.policy.json', link);
    await saveText({ path: await realPathOf(link), text: 'new', expectedSha256: sha256Of('old'), mayReplace: false });
    expect(await readlink(link)).toBe('a.policy.json');
    expect(await readFile(path, 'utf8')).toBe('new');
  });
});
