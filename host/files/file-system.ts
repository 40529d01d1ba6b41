import * as fs from 'node:fs/promises';

/** The few operations that writing needs, as a value: tests hand in ones that fail the way disks do. */
export interface FileSystem {
  readonly open: typeof fs.open;
  readonly rename: typeof fs.rename;
  readonly unlink: typeof fs.unlink;
  readonly readFile: (path: string) => Promise<Buffer>;
  readonly stat: (
    path: string,
  ) => Promise<{ readonly mode: number; readonly uid: number; readonly gid: number; isFile(): boolean; isDirectory(): boolean }>;
  readonly access: typeof fs.access;
  readonly readdir: (path: string) => Promise<string[]>;
}

export const nodeFileSystem: FileSystem = {
  open: fs.open,
  rename: fs.rename,
  unlink: fs.unlink,
  readFile: (path) => fs.readFile(path),
  stat: (path) => fs.stat(path),
  access: fs.access,
  readdir: (path) => fs.readdir(path),
};
