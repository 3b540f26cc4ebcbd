// Redirections (bash(1) REDIRECTION): planned as a table "descriptor there ← descriptor here", then given to a child that way, or
// made true in the shell itself for a while. Files are opened at 10 and above, where no plan names them by accident.

import type { HereDoc, Redirect, Redirection } from 'unbash';
import { errno, isErrno, strerror } from '../../base/errno.ts';
import type { Program } from '../../sim/process.ts';
import type { OpenMode, Sys } from '../../host/sys.ts';
import type { Shell } from './shell.ts';
import { lineAt } from './shell.ts';
import { expandFields, expandParts, expandText } from './word.ts';

export interface Plan {
  /** Descriptor in the child → descriptor in this process. */
  readonly map: Map<number, number>;
  /** What was opened for it here, to be closed once the child has it. */
  readonly opened: number[];
}

/** What a child gets when nothing is redirected. */
export function inherited(shell: Shell): Map<number, number> {
  const map = new Map<number, number>();
  for (const { fd } of shell.sys.descriptors()) if (fd <= 2 || shell.openedFds.has(fd)) map.set(fd, fd);
  return map;
}

export function closeAll(sys: Sys, fds: readonly number[]): void {
  for (const fd of fds) sys.close(fd);
}

/** A descriptor moved to 10 or above. */
export function aside(sys: Sys, fd: number): number {
  const moved = sys.dup(fd);
  if (isErrno(moved)) return fd;
  sys.close(fd);
  return moved;
}

class RedirectError extends Error {}

/** Plans redirections one after the other, opening files. On an error it has been said and undefined is the answer. */
export function* planned(
  shell: Shell,
  redirections: readonly Redirection[],
  base: Map<number, number> = inherited(shell),
): Program<Plan | undefined> {
  const plan: Plan = { map: base, opened: [] };
  try {
    for (const redirection of redirections) yield* add(shell, plan, redirection);
    return plan;
  } catch (error) {
    // said where standard error goes by now: 2>/dev/null >&9 is silent
    if (error instanceof RedirectError)
      yield* shell.sys.write(plan.map.get(2) ?? 2, `${shell.errorPrefix}${error.message}\n`);
    closeAll(shell.sys, plan.opened);
    if (error instanceof RedirectError) return undefined;
    throw error;
  }
}

function* add(shell: Shell, plan: Plan, redirection: Redirection): Program {
  const { descriptor } = redirection;
  if (redirection.type === 'HereDoc' || redirection.type === 'HereString') {
    const text =
      redirection.type === 'HereDoc'
        ? yield* hereDocument(shell, redirection)
        : `${yield* expandText(shell, redirection.target!)}\n`;
    const fd = yield* textSource(shell, text);
    plan.opened.push(fd);
    plan.map.set(descriptor?.type === 'FileDescriptor' ? descriptor.value : 0, fd);
    return;
  }
  shell.line = lineAt(shell.origin, redirection.pos);
  const fields = yield* expandFields(shell, [redirection.target!]);
  if (fields.length !== 1) throw new RedirectError(`${redirection.target!.text}: ambiguous redirect`);
  const target = fields[0]!;
  const { operator } = redirection;
  const duplicates = operator === '>&' || operator === '<&';
  if (duplicates && /^(\d+-?|-)$/.test(target)) return duplicate(shell, plan, redirection, target);
  if (operator === '<&') throw new RedirectError(`${target}: ambiguous redirect`);
  const fd = openTarget(shell, operator, target);
  plan.opened.push(fd);
  if (descriptor?.type === 'FileDescriptorVariable') return keepInVariable(shell, plan, descriptor.name, fd);
  if (operator === '&>' || operator === '&>>' || (operator === '>&' && !descriptor)) {
    plan.map.set(1, fd);
    plan.map.set(2, fd);
  } else plan.map.set(descriptor?.value ?? (operator.startsWith('<') ? 0 : 1), fd);
}

/** {name}>file: the descriptor stays open and the variable holds its number. */
function keepInVariable(shell: Shell, plan: Plan, name: string, fd: number): void {
  plan.opened.pop();
  shell.variables.set(name, String(fd));
  shell.openedFds.add(fd);
  plan.map.set(fd, fd);
}

function duplicate(shell: Shell, plan: Plan, redirection: Redirect, target: string): void {
  const { descriptor } = redirection;
  if (descriptor?.type === 'FileDescriptorVariable') {
    const fd = Number(shell.variables.get(descriptor.name));
    if (target === '-') {
      plan.map.delete(fd);
      shell.openedFds.delete(fd);
      shell.sys.close(fd);
      return;
    }
  }
  const to = descriptor?.type === 'FileDescriptor' ? descriptor.value : redirection.operator === '<&' ? 0 : 1;
  if (target === '-') {
    plan.map.delete(to);
    return;
  }
  const from = parseInt(target, 10);
  const source = plan.map.get(from);
  if (source === undefined) throw new RedirectError(`${target.replace('-', '')}: Bad file descriptor`);
  plan.map.set(to, source);
  if (target.endsWith('-') && from !== to) plan.map.delete(from);
}

const MODES: Readonly<Record<Exclude<Redirect['operator'], '<&'>, OpenMode>> = {
  '<': 'read',
  '>': 'write',
  '>|': 'write',
  '>&': 'write',
  '&>': 'write',
  '>>': 'append',
  '&>>': 'append',
  '<>': 'read-write',
};

function openTarget(shell: Shell, operator: Exclude<Redirect['operator'], '<&'>, path: string): number {
  const { sys } = shell;
  const mode = MODES[operator];
  if (shell.options.is('noclobber') && mode === 'write' && operator !== '>|') {
    const stat = sys.stat(path);
    if (!isErrno(stat) && stat.kind === 'file') throw new RedirectError(`${path}: cannot overwrite existing file`);
  }
  const how = mode === 'read' ? {} : { create: true, truncate: mode === 'write', permissions: 0o666 & ~shell.umask };
  const fd = path === '' ? errno('ENOENT') : sys.open(path, mode, how);
  if (isErrno(fd)) throw new RedirectError(`${path}: ${strerror(fd)}`);
  return aside(sys, fd);
}

function* hereDocument(shell: Shell, node: HereDoc): Program<string> {
  const { body, delimiter } = node;
  const strip = (text: string) => (node.operator === '<<-' ? text.replace(/^\t+/gm, '') : text);
  if (delimiter?.quoted || !body.parts) return strip(body.text);
  if (node.operator === '<<') return yield* expandParts(shell, body.parts);
  let lineStart = true;
  const parts = body.parts.map((part) => {
    if (part.type !== 'Literal') {
      lineStart = false;
      return part;
    }
    const value = part.value.replace(/(^|\n)\t+/g, (all, newline: string, at: number) =>
      newline || (at === 0 && lineStart) ? newline : all,
    );
    lineStart = value.endsWith('\n');
    return { ...part, value, text: value };
  });
  return yield* expandParts(shell, parts);
}

/** Texts longer than this would fill the pipe: someone must write them while they are read. */
const PIPE_ROOM = 4096;

/** A descriptor that reads `text`. */
export function* textSource(shell: Shell, text: string): Program<number> {
  const { sys } = shell;
  const pipe = sys.pipe();
  const read = aside(sys, pipe.read);
  const write = aside(sys, pipe.write);
  if (text.length <= PIPE_ROOM) yield* sys.write(write, text);
  else
    shell.fork({
      argv: ['bash'],
      fds: new Map([[1, write]]),
      *main(child) {
        yield* child.write(1, text);
        return 0;
      },
    });
  sys.close(write);
  return read;
}

/** Makes the plan true in this process while `body` runs. */
export function* redirected<T>(shell: Shell, plan: Plan, body: Program<T>): Program<T> {
  const saved = apply(shell, plan);
  try {
    return yield* body;
  } finally {
    restore(shell.sys, saved);
  }
}

interface Saved {
  readonly fd: number;
  readonly copy: number | undefined;
}

function apply(shell: Shell, plan: Plan): Saved[] {
  const { sys } = shell;
  const open = new Set(sys.descriptors().map(({ fd }) => fd));
  const before = inherited(shell);
  const saved: Saved[] = [];
  const save = (fd: number) => {
    const copy = open.has(fd) ? sys.dup(fd) : undefined;
    saved.push({ fd, copy: copy === undefined || isErrno(copy) ? undefined : copy });
  };
  const changes = [...plan.map].filter(([to, from]) => to !== from);
  const gone = [...before.keys()].filter((fd) => !plan.map.has(fd));
  for (const [to] of changes) save(to);
  for (const fd of gone) save(fd);
  // a source that is itself overwritten is read from its saved copy
  const source = (from: number) => saved.find(({ fd }) => fd === from)?.copy ?? from;
  for (const [to, from] of changes) sys.dup(source(from), to);
  for (const fd of gone) sys.close(fd);
  closeAll(sys, plan.opened);
  return saved;
}

function restore(sys: Sys, saved: readonly Saved[]): void {
  for (const { fd, copy } of saved) {
    if (copy === undefined) sys.close(fd);
    else {
      sys.dup(copy, fd);
      sys.close(copy);
    }
  }
}

/** `exec` without a command: the plan stays. */
export function keep(shell: Shell, plan: Plan): void {
  const saved = apply(shell, plan);
  for (const { copy } of saved) if (copy !== undefined) shell.sys.close(copy);
  for (const fd of plan.map.keys()) if (fd > 2) shell.openedFds.add(fd);
  for (const fd of [...shell.openedFds]) if (!plan.map.has(fd)) shell.openedFds.delete(fd);
}
