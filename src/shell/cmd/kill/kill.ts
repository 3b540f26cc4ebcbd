// kill (procps-ng 4.0): signals to processes. The signals that this simulator has are HUP, INT, QUIT, KILL, USR1, USR2, PIPE, ALRM and TERM;
// the others are refused by name. The shell has a kill of its own.

import { isErrno, strerror } from '../../../base/errno.ts';
import { SIGNAL_NUMBER, type Signal, type Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { row } from '../../option.ts';

const USAGE = `
Usage:
 kill [options] <pid> [...]

Options:
 <pid> [...]            send signal to every <pid> listed
 -<signal>, -s, --signal <signal>
                        specify the <signal> to be sent
 -q, --queue <value>    integer value to be sent with the signal
 -l, --list=[<signal>]  list all signal names, or convert one to a name
 -L, --table            list all signal names in a nice table

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see kill(1).
`;

/** Signal numbers of Linux, from 1 on. */
const NAMES =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS'.split(
    ' ',
  );
/** How many names the first line of `kill -l` has. */
const FIRST_LINE = 16;

export const kill: Command = {
  name: 'kill',
  summary: { zh: '向进程发信号', en: 'Send a signal to processes.' },
  options: [
    row('-s, --signal=SIGNAL', 'specify the signal to be sent', '要发的信号', NAMES),
    row('-l, --list[=SIGNAL]', 'list all signal names, or convert one to a name', '列出信号名'),
    row('-L, --table', 'list all signal names in a nice table', '以表格列出信号名'),
    row('-h, --help', 'display this help and exit', '显示用法'),
  ],
  main: runKill,
};

/** A signal's number by name (TERM, SIGTERM, term) or number; 0 probes; undefined for what is no signal. */
function numberOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word) <= NAMES.length ? Number(word) : undefined;
  const at = NAMES.indexOf(word.toUpperCase().replace(/^SIG/, ''));
  return at < 0 ? undefined : at + 1;
}

const signalOf = (number: number): Signal | undefined =>
  (Object.keys(SIGNAL_NUMBER) as Signal[]).find((signal) => SIGNAL_NUMBER[signal] === number);

function* runKill(sys: Sys, argv: readonly string[]): Program<number> {
  const said = argv[0] ?? 'kill';
  const words = argv.slice(1);
  let number = SIGNAL_NUMBER.SIGTERM;
  const first = words[0];
  if (first === undefined) {
    yield* err(sys, USAGE);
    return 1;
  }
  if (first === '-h' || first === '--help') {
    yield* out(sys, USAGE);
    return 0;
  }
  if (first === '-V' || first === '--version' || first.startsWith('-q') || first.startsWith('--queue'))
    return yield* notHere(sys, 'kill', first);
  if (first === '-l' || first.startsWith('--list') || first === '-L' || first === '--table')
    return yield* list(sys, first, words[1]);
  if (first.length > 1 && first.startsWith('-') && first !== '--') {
    words.shift();
    const long = /^--signal(?:=(.*))?$/.exec(first);
    const named = first === '-s' || long ? (long?.[1] ?? words.shift() ?? 's') : first.slice(1);
    const found = numberOf(named);
    if (found === undefined) {
      yield* err(sys, `${said}: invalid argument ${named[0] ?? ''}\n${USAGE}`);
      return 1;
    }
    number = found;
  }
  if (words[0] === '--') words.shift();
  return yield* send(sys, said, number, words);
}

function* send(sys: Sys, said: string, number: number, words: readonly string[]): Program<number> {
  const signal = signalOf(number);
  if (!signal && number !== 0) return yield* notHere(sys, 'kill', `-${NAMES[number - 1]}`);
  let status = 0;
  for (const word of words) {
    if (!/^-?\d+$/.test(word)) {
      yield* err(sys, `${said}: failed to parse argument: '${word}'\n`);
      return 1;
    }
    const pid = Number(word);
    const refused = signal
      ? pid > 0
        ? sys.kill(pid, signal)
        : sys.killGroup(pid === 0 ? sys.group : -pid, signal)
      : probe(sys, pid);
    if (isErrno(refused)) {
      yield* err(sys, `${said}: (${word}): ${strerror(refused)}\n`);
      status = 1;
    }
  }
  return status;
}

/** Signal 0: only whether there is somebody. */
function probe(sys: Sys, pid: number): ReturnType<Sys['kill']> {
  const there = sys
    .processes()
    .some((one) => (pid > 0 ? one.pid === pid : one.group === (pid === 0 ? sys.group : -pid)));
  return there ? undefined : { errno: 'ESRCH' };
}

function* list(sys: Sys, option: string, operand: string | undefined): Program<number> {
  const asked = option.includes('=') ? option.slice(option.indexOf('=') + 1) : operand;
  if (asked !== undefined) {
    const number = numberOf(asked);
    if (number === undefined || number === 0) {
      yield* err(sys, `kill: unknown signal name ${asked}\n`);
      return 1;
    }
    yield* out(sys, `${/^\d+$/.test(asked) ? NAMES[number - 1] : number}\n`);
    return 0;
  }
  if (option === '-L' || option === '--table') {
    const cells = NAMES.map((name, at) => `${String(at + 1).padStart(2)} ${name.padEnd(7)}`);
    for (let at = 0; at < cells.length; at += 7)
      yield* out(
        sys,
        `${cells
          .slice(at, at + 7)
          .join(' ')
          .replace(/ +$/, at + 7 < cells.length ? '' : ' '.repeat(5))}\n`,
      );
    return 0;
  }
  yield* out(sys, `${NAMES.slice(0, FIRST_LINE).join(' ')}\n${NAMES.slice(FIRST_LINE).join(' ')}\n`);
  return 0;
}
