// Writes a host's own files over the base image, as the installer would have: no event, no new times.

import { isErrno } from '../../base/errno.ts';
import type { Caller } from '../kernel/description.ts';
import type { FileSystem } from '../vfs/file-system.ts';
import { INSTALLED_US, TreeDirectory, type DirectoryNode } from '../vfs/node.ts';

const INSTALLER: Caller = { pid: 0, group: 0, cwd: '/', terminal: undefined };

const common = { uid: 0, gid: 0, modifiedUs: INSTALLED_US };

function directoryAt(files: FileSystem, path: string): DirectoryNode {
  if (path === '') return files.root;
  const place = files.find(path, INSTALLER);
  if (!isErrno(place) && place.node?.kind === 'directory') return place.node;
  const slash = path.lastIndexOf('/');
  const parent = directoryAt(files, path.slice(0, slash));
  const made = new TreeDirectory(files.store.inodes, 0o755, INSTALLED_US);
  parent.change?.set(path.slice(slash + 1), made);
  return made;
}

const split = (path: string): readonly [directory: string, name: string] => {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, slash), path.slice(slash + 1)];
};

export function layDownFile(files: FileSystem, path: string, data: string, mode = 0o644): void {
  const [directory, name] = split(path);
  const inode = files.store.inodes.next();
  directoryAt(files, directory).change?.set(name, { kind: 'file', inode, ...common, mode, data, links: 1 });
}

export function layDownLink(files: FileSystem, path: string, target: string): void {
  const [directory, name] = split(path);
  const inode = files.store.inodes.next();
  directoryAt(files, directory).change?.set(name, { kind: 'symlink', inode, ...common, mode: 0o777, target });
}
