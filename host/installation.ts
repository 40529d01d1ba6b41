import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Root of the installed package (or of the checkout): the nearest folder above this module that holds both package.json
 * and the shipped policies. The same for the sources, for a bundle in dist/node and for a chunk below it.
 */
export const installationFolder: string = findInstallation(dirname(fileURLToPath(import.meta.url)));

function findInstallation(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'policies'))) return folder;
    if (dirname(folder) === folder)
      throw new Error(`no folder above ${start} holds package.json and policies/: the installation is incomplete`);
  }
}

/**
 * In the packaged desktop app the installation is an archive that only Electron's own file calls can look into. What
 * others open by path — native DuckDB, worker threads — is kept beside it (electron-builder.yml, `asarUnpack`).
 */
export const outsideArchive = (path: string): string => path.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked');

export const policiesFolder: string = outsideArchive(join(installationFolder, 'policies'));
export const rendererFolder: string = join(installationFolder, 'dist', 'renderer');

export async function packageVersion(): Promise<string> {
  return JSON.parse(await readFile(join(installationFolder, 'package.json'), 'utf8')).version;
}
