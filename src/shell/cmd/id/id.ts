// id (GNU coreutils): users and groups as /etc/passwd and /etc/group have them; the caller is root.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { quote } from '../../text/input.ts';

export const id: Command = {
  name: 'id',
  summary: {
    zh: '显示用户和组',
    en: 'Print user and group information for each specified USER, or for the current user.',
  },
  options: [
    row('-g, --group', 'print only the effective group ID', '只显示组号'),
    row('-G, --groups', 'print all group IDs', '显示所有组号'),
    row('-n, --name', 'print a name instead of a number, for -ugG', '显示名字而不是号码'),
    row('-r, --real', 'print the real ID instead of the effective ID, with -ugG', '显示真实号码'),
    row('-u, --user', 'print only the effective user ID', '只显示用户号'),
    absent('-Z, --context', 'print only the security context of the process', '安全上下文'),
    absent('-z, --zero', 'delimit entries with NUL characters, not whitespace', '以 NUL 分隔'),
  ],
  main: runId,
};

interface User {
  readonly uid: string;
  readonly gid: string;
  readonly name: string;
  readonly group: string;
}

const fieldsOf = (sys: Sys, path: string): string[][] => {
  const text = sys.readFile(path);
  return isErrno(text) ? [] : text.split('\n').map((line) => line.split(':'));
};

function findUser(sys: Sys, who: string): User | undefined {
  const entry = fieldsOf(sys, '/etc/passwd').find(([name, , uid]) => name === who || uid === who);
  if (!entry) return undefined;
  const [name = '', , uid = '', gid = ''] = entry;
  const group = fieldsOf(sys, '/etc/group').find((fields) => fields[2] === gid)?.[0] ?? gid;
  return { uid, gid, name, group };
}

function* runId(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, id, argv, { usage: '[OPTION]... [USER]...' });
  if (typeof opts === 'number') return opts;
  const which = ['u', 'g', 'G'].filter((letter) => opts.has(letter));
  const complaint =
    which.length > 1
      ? 'cannot print "only" of more than one choice'
      : which.length === 0 && (opts.has('n') || opts.has('r'))
        ? 'cannot print only names or real IDs in default format'
        : undefined;
  if (complaint) {
    yield* err(sys, `id: ${complaint}\n`);
    return 1;
  }
  let status = 0;
  for (const who of opts.operands.length > 0 ? opts.operands : ['root']) {
    const user = findUser(sys, who);
    if (!user) {
      yield* err(sys, `id: ${quote(who)}: no such user\n`);
      status = 1;
      continue;
    }
    const { uid, gid, name, group } = user;
    if (which[0] === 'u') yield* out(sys, `${opts.has('n') ? name : uid}\n`);
    else if (which.length > 0) yield* out(sys, `${opts.has('n') ? group : gid}\n`);
    else yield* out(sys, `uid=${uid}(${name}) gid=${gid}(${group}) groups=${gid}(${group})\n`);
  }
  return status;
}
