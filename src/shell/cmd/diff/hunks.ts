// What the library says of two texts (a unified patch), read back, so that it can be printed in each of diff's formats.

import type { Bytes } from '../../../base/bytes.ts';

export interface Change {
  /** Lines (from 1) before which nothing of this change stands: the first line of it, or the one behind. */
  readonly from: number;
  readonly to: number;
  readonly removed: readonly Bytes[];
  readonly added: readonly Bytes[];
}

/** The changes of a unified patch. */
export function readPatch(patch: Bytes): Change[] {
  const changes: Change[] = [];
  let from = 0;
  let to = 0;
  let removed: Bytes[] = [];
  let added: Bytes[] = [];
  const end = () => {
    if (removed.length + added.length > 0)
      changes.push({ from: from - removed.length, to: to - added.length, removed, added });
    removed = [];
    added = [];
  };
  for (const line of patch.split('\n')) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk) {
      end();
      from = Number(hunk[1]) + (hunk[2] === '0' ? 1 : 0);
      to = Number(hunk[3]) + (hunk[4] === '0' ? 1 : 0);
    } else if (from === 0 || line.startsWith('\\')) continue;
    else if (line.startsWith('-')) {
      if (added.length > 0) end();
      removed.push(line.slice(1));
      from++;
    } else if (line.startsWith('+')) {
      added.push(line.slice(1));
      to++;
    } else if (line.startsWith(' ')) {
      end();
      from++;
      to++;
    }
  }
  end();
  return changes;
}

/** A file as diff sees it. */
export interface Side {
  readonly lines: readonly Bytes[];
  /** Its last line has no newline. */
  readonly open: boolean;
}

export function sideOf(bytes: Bytes): Side {
  const lines = bytes.split('\n');
  const open = lines.at(-1) !== '';
  if (!open) lines.pop();
  return { lines, open };
}

const NO_NEWLINE = '\\ No newline at end of file\n';

const marked = (mark: string, { lines, open }: Side, at: number): string =>
  `${mark}${lines[at - 1]}\n${open && at === lines.length ? NO_NEWLINE : ''}`;

/** `3,5` or `3`. */
const span = (from: number, count: number): string =>
  count > 1 ? `${from},${from + count - 1}` : String(count === 0 ? from - 1 : from);

/** diff's own format: 2c2, 3a4,5, 1d0. */
export function printNormal(changes: readonly Change[], one: Side, two: Side): string {
  let text = '';
  for (const { from, to, removed, added } of changes) {
    const letter = removed.length === 0 ? 'a' : added.length === 0 ? 'd' : 'c';
    text += `${span(from, removed.length)}${letter}${span(to, added.length)}\n`;
    for (let i = 0; i < removed.length; i++) text += marked('< ', one, from + i);
    if (letter === 'c') text += '---\n';
    for (let i = 0; i < added.length; i++) text += marked('> ', two, to + i);
  }
  return text;
}

const unifiedSpan = (from: number, count: number): string =>
  count === 1 ? String(from) : `${count === 0 ? from - 1 : from},${count}`;

/** The unified format, changes whose contexts meet in one hunk. */
export function printUnified(changes: readonly Change[], one: Side, two: Side, context: number): string {
  let text = '';
  for (let i = 0; i < changes.length;) {
    const group = [changes[i++]!];
    const endOf = ({ from, removed }: Change) => from + removed.length;
    while (i < changes.length && changes[i]!.from - endOf(group.at(-1)!) <= 2 * context) group.push(changes[i++]!);
    const first = group[0]!;
    const before = Math.min(context, first.from - 1);
    const after = Math.min(context, one.lines.length - endOf(group.at(-1)!) + 1);
    let body = '';
    let at = first.from - before;
    for (const { from, to, removed, added } of group) {
      for (; at < from; at++) body += marked(' ', one, at);
      for (const _ of removed) body += marked('-', one, at++);
      for (let k = 0; k < added.length; k++) body += marked('+', two, to + k);
    }
    for (let k = 0; k < after; k++) body += marked(' ', one, at++);
    const start = first.from - before;
    const startTwo = first.to - before;
    const last = group.at(-1)!;
    const countTwo = last.to + last.added.length + after - startTwo;
    text += `@@ -${unifiedSpan(start, at - start)} +${unifiedSpan(startTwo, countTwo)} @@\n${body}`;
  }
  return text;
}
