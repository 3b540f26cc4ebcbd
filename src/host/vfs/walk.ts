// From a path to an inode, as path_resolution(7) says: component by component, symbolic links followed, `..` from the
// directory really reached. Left out: search permission (everyone here is root).

import { errno, type Errno } from '../../base/errno.ts';
import type { Caller } from '../kernel/description.ts';
import type { DirectoryNode, Node } from './node.ts';

const MAX_LINKS = 40;
const MAX_NAME = 255;
const MAX_PATH = 4096;

/** Where a path leads: an entry of a directory that may or may not be there. */
export class Place {
  readonly parent: DirectoryNode;
  readonly node: Node | undefined;
  readonly #names: readonly string[];
  readonly #given: string;

  /** `names` lead from the root to the entry; `given` is the path as it was asked for. */
  constructor(parent: DirectoryNode, names: readonly string[], node: Node | undefined, given: string) {
    this.parent = parent;
    this.node = node;
    this.#names = names;
    this.#given = given;
  }

  /** The entry's name in `parent`; '' for the root itself. */
  get name(): string {
    return this.#names[this.#names.length - 1] ?? '';
  }

  /** Canonical and absolute. */
  get path(): string {
    return `/${this.#names.join('/')}`;
  }

  /** The path ended in a slash, so a directory is meant. */
  get slash(): boolean {
    return this.#given.endsWith('/');
  }

  /** The last word of the path as it was given: '.' and '..' are refused by some calls. */
  get lastWord(): string {
    return /([^/]*)\/*$/.exec(this.#given)![1]!;
  }
}

/** The names that are still to be walked, the next one last. */
const split = (path: string): string[] => path.split('/').reverse();

function areEmpty(words: readonly string[]): boolean {
  for (const word of words) if (word !== '') return false;
  return true;
}

export function walk(root: DirectoryNode, path: string, caller: Caller, followLast: boolean): Place | Errno {
  if (path === '') return errno('ENOENT');
  if (path.length > MAX_PATH) return errno('ENAMETOOLONG');
  const todo = split(path.startsWith('/') ? path : `${caller.cwd}/${path}`);
  const nodes: DirectoryNode[] = [root];
  const names: string[] = [];
  let links = 0;
  while (todo.length > 0) {
    const name = todo.pop()!;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (names.pop() !== undefined) nodes.pop();
      continue;
    }
    if (name.length > MAX_NAME) return errno('ENAMETOOLONG');
    const parent = nodes[nodes.length - 1]!;
    let node = parent.get(name);
    const last = areEmpty(todo);
    if (node && (!last || followLast || todo.length > 0)) {
      if (node.kind === 'symlink' || node.kind === 'live-link') {
        if (++links > MAX_LINKS) return errno('ELOOP');
        const jump = node.kind === 'live-link' ? node.nodeFor?.(caller) : undefined;
        if (!jump) {
          const target = node.kind === 'symlink' ? node.target : node.targetFor(caller);
          if (target.startsWith('/')) {
            nodes.length = 1;
            names.length = 0;
          }
          todo.push(...split(target));
          continue;
        }
        node = jump;
      }
    }
    if (last && node?.kind !== 'directory') {
      if (node && todo.length > 0) return errno('ENOTDIR');
      names.push(name);
      return new Place(parent, names, node, path);
    }
    if (!node) return errno('ENOENT');
    if (node.kind !== 'directory') return errno('ENOTDIR');
    nodes.push(node);
    names.push(name);
  }
  const parent = nodes[Math.max(0, nodes.length - 2)]!;
  const node = nodes[nodes.length - 1]!;
  return new Place(parent, names, node, path);
}
