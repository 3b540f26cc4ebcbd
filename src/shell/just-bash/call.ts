// A program's call of a library tool: it collects what the tool will read, asks, runs the programs that the tool asks for, and
// answers what the tool would print. Everything that the tool reads from standard input is read before it begins.

import type { Bytes } from '../../base/bytes.ts';
import { errno, isErrno, strerror, type Errno } from '../../base/errno.ts';
import type { Sys } from '../../host/sys.ts';
import { external, type Program } from '../../sim/process.ts';
import { err, out } from '../command.ts';
import { isDirectory, readAll } from '../text/input.ts';
import { Files, OURS_ALONE, type Extra } from './files.ts';
import { Conversation, type Answer, type LibraryTool, type Question } from './library.ts';
import { BYTES, type Coding } from './text.ts';

export interface How {
  /** Whether the tool reads its standard input; a tool that does not must not wait for it. */
  readonly stdin?: boolean;
  /** Or what stands in for it, read already. */
  readonly input?: Bytes;
  readonly coding?: Coding;
  readonly extra?: ReadonlyMap<string, Extra>;
  /** What is said of a program that cannot be run. */
  readonly cannotRun?: (name: Bytes, words: string) => Bytes;
}

/** What the tool answers. */
export function* ask(sys: Sys, tool: LibraryTool, args: readonly Bytes[], how: How = {}): Program<Answer> {
  const input = how.input ?? (how.stdin ? yield* readAll(sys, 0) : '');
  if (isErrno(input)) return { stdout: '', stderr: `${tool}: read error: ${strerror(input)}\n`, status: 2 };
  const coding = how.coding ?? BYTES;
  const call = { tool, args, stdin: input, env: sys.env, cwd: sys.cwd };
  const files = new Files(sys, coding, how.extra);
  const conversation = new Conversation(call, files, coding);
  try {
    let said = yield* external(() => conversation.next());
    while ('argv' in said) {
      const told: Answer = yield* runOurs(sys, said, how);
      said = yield* external(() => conversation.next(told));
    }
    return said;
  } finally {
    conversation.close();
  }
}

/** Prints an answer as the tool would and ends with its status. */
export function* print(sys: Sys, { stdout, stderr, status }: Answer): Program<number> {
  yield* out(sys, stdout);
  yield* err(sys, stderr);
  return status;
}

/** Runs a program as execvp does, its output caught, its errors where ours go. */
function* runOurs(sys: Sys, { argv }: Question, how: How): Program<Answer> {
  const name = argv[0] ?? '';
  const directories = name.includes('/') ? [''] : (sys.env.get('PATH') ?? '/usr/bin:/bin').split(':');
  for (const directory of directories) {
    const pipe = sys.pipe();
    const fds = new Map([
      [0, 0],
      [1, pipe.write],
      [2, 2],
    ]);
    const pid = sys.spawn({ path: name.includes('/') ? name : `${directory}/${name}`, argv, fds });
    sys.close(pipe.write);
    const stdout = isErrno(pid) ? '' : yield* readAll(sys, pipe.read);
    sys.close(pipe.read);
    if (isErrno(pid)) {
      if (pid.errno === 'ENOENT' || pid.errno === 'ENOTDIR') continue;
      yield* cannot(sys, how, name, strerror(pid));
      return { stdout: '', stderr: '', status: 126 };
    }
    const end = yield* sys.wait(pid);
    return { stdout: isErrno(stdout) ? '' : stdout, stderr: '', status: isErrno(end) ? 1 : end.status };
  }
  yield* cannot(sys, how, name, 'No such file or directory');
  return { stdout: '', stderr: '', status: 127 };
}

function* cannot(sys: Sys, { cannotRun }: How, name: Bytes, words: string): Program {
  if (cannotRun) yield* err(sys, cannotRun(name, words));
}

/** Inputs read here, so that the words for what cannot be read are the tool's; the library gets them under our own names. */
export function* gather(
  sys: Sys,
  names: readonly Bytes[],
  cannotRead: (name: Bytes, words: string) => Bytes,
): Program<{ readonly inputs: readonly (Bytes | undefined)[]; readonly failed: boolean }> {
  const inputs: (Bytes | undefined)[] = [];
  let stdin: Bytes | undefined;
  for (const name of names) {
    let data: Bytes | Errno;
    if (name === '-' || name === '/dev/stdin') {
      data = stdin ?? (yield* readAll(sys, 0));
      stdin = '';
    } else data = yield* readFile(sys, name);
    if (isErrno(data)) yield* err(sys, cannotRead(name, strerror(data)));
    inputs.push(isErrno(data) ? undefined : data);
  }
  return { inputs, failed: inputs.includes(undefined) };
}

/** A file as a program reads it: also a pipe (/dev/fd/63) or a device. */
function* readFile(sys: Sys, name: Bytes): Program<Bytes | Errno> {
  if (isDirectory(sys, name)) return errno('EISDIR');
  const fd = sys.open(name, 'read');
  if (isErrno(fd)) return fd;
  const data = yield* readAll(sys, fd);
  sys.close(fd);
  return data;
}

/** The library's files for inputs: their names, and what they hold. */
export function asFiles(inputs: readonly Bytes[]): { names: string[]; extra: Map<string, Extra> } {
  const names = inputs.map((_, i) => `${OURS_ALONE}${i}`);
  return { names, extra: new Map(inputs.map((bytes, i) => [names[i]!, { bytes }])) };
}
