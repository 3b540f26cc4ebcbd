// jobs, wait, kill, fg, bg, disown, suspend, times (bash(1) JOB CONTROL).

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Program } from '../../../sim/process.ts';
import { SIGNAL_NUMBER, SignalError, type Signal } from '../../../host/sys.ts';
import { notify, waitFor, waitForeground, waitForJob } from '../external.ts';
import { isDone, lastEnd, type Job } from '../jobs.ts';
import type { Builtin, Shell } from '../shell.ts';
import { flags, notHere, usage } from './flags.ts';

function* findJob(shell: Shell, command: string, spec: string): Program<Job | undefined> {
  shell.jobs.reap(shell.sys);
  const found = shell.jobs.find(spec);
  if (found && found !== 'ambiguous') return found;
  const name = spec === '' ? 'current' : spec;
  yield* shell.complain(
    found === 'ambiguous' ? `${command}: ${spec}: ambiguous job spec` : `${command}: ${name}: no such job`,
  );
  return undefined;
}

export const jobs: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'lnprsx');
  if (!options) return 2;
  if (options.has('x')) return yield* notHere(shell, 'jobs: -x');
  shell.jobs.reap(shell.sys);
  let chosen: Job[] = [...shell.jobs.list];
  if (options.operands.length) {
    chosen = [];
    for (const spec of options.operands) {
      const job = yield* findJob(shell, 'jobs', spec.startsWith('%') ? spec : `%${spec}`);
      if (!job) return 1;
      chosen.push(job);
    }
  }
  for (const job of chosen) {
    const done = isDone(job);
    if ((options.has('r') && done) || options.has('s')) continue;
    if (job.told) continue;
    yield* shell.print(options.has('p') ? `${job.group}\n` : `${shell.jobs.line(job, options.has('l'))}\n`);
    if (done) job.told = true;
  }
  for (const job of chosen) if (job.told) shell.jobs.remove(job);
  return 0;
};

export const wait: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'fnp:');
  if (!options) return 2;
  try {
    if (options.has('n')) return yield* waitNext(shell);
    if (options.operands.length > 0) {
      let status = 0;
      for (const word of options.operands) status = yield* waitOne(shell, word);
      return status;
    }
    // what had ended before nobody hears of any more
    shell.jobs.reap(shell.sys);
    for (const job of [...shell.jobs.list]) {
      if (isDone(job)) shell.jobs.remove(job);
      else yield* waitForJob(shell, job);
      yield* afterWait(shell);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SignalError)) throw error;
    shell.trapped(error);
    return 128 + SIGNAL_NUMBER[error.signal];
  }
};

/** An interactive shell tells of what a `wait` saw end; a script forgets it. */
function* afterWait(shell: Shell): Program {
  if (shell.interactive) return yield* notify(shell);
  for (const job of [...shell.jobs.list]) if (isDone(job)) shell.jobs.remove(job);
}

function* waitNext(shell: Shell): Program<number> {
  const running = shell.jobs.list.filter((job) => !isDone(job));
  const pids = running.flatMap((job) => job.pids.slice(-1));
  if (pids.length === 0) return 127;
  for (;;) {
    shell.jobs.reap(shell.sys);
    const ended = running.find(isDone);
    if (ended) {
      yield* afterWait(shell);
      return lastEnd(ended)!.status;
    }
    yield { wait: 'queues', queues: [shell.sys.childEnded] };
  }
}

function* waitOne(shell: Shell, word: string): Program<number> {
  if (word.startsWith('%')) {
    const job = yield* findJob(shell, 'wait', word);
    if (!job) return 127;
    const status = yield* waitForJob(shell, job);
    yield* afterWait(shell);
    return status;
  }
  if (!/^\d+$/.test(word)) {
    yield* shell.complain(`wait: \`${word}': not a pid or valid job spec`);
    return 1;
  }
  const pid = Number(word);
  const known = shell.jobs.ended.get(pid);
  if (known !== undefined) return known;
  const job = shell.jobs.list.find((candidate) => candidate.pids[candidate.pids.length - 1] === pid);
  if (job) {
    const status = yield* waitForJob(shell, job);
    yield* afterWait(shell);
    return status;
  }
  const end = yield* waitFor(shell, pid);
  yield* afterWait(shell);
  if (end) return end.status;
  yield* shell.complain(`wait: pid ${word} is not a child of this shell`);
  return 127;
}

const NAMES =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** Name or number → number; undefined: no such signal. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= 64 ? Number(text) : undefined;
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (name === 'EXIT') return 0;
  const at = NAMES.indexOf(name);
  return at < 0 ? undefined : at + 1;
}

export const signalName = (number: number): string | undefined => (number === 0 ? 'EXIT' : NAMES[number - 1]);

export const kill: Builtin = function* (shell, argv) {
  let words = argv.slice(1);
  if (words[0] === '-l' || words[0] === '-L') return yield* listSignals(shell, words.slice(1));
  let signal = 'TERM';
  if (words[0] === '-s' || words[0] === '-n') {
    if (words[1] === undefined) {
      yield* shell.complain(`kill: ${words[0]}: option requires an argument`);
      return 2;
    }
    signal = words[1];
    words = words.slice(2);
  } else if (/^-./.test(words[0] ?? '') && words[0] !== '--') {
    signal = words[0]!.slice(1);
    words = words.slice(1);
  }
  if (words[0] === '--') words = words.slice(1);
  const number = signalNumber(signal);
  if (number === undefined) {
    yield* shell.complain(`kill: ${signal}: invalid signal specification`);
    return 1;
  }
  if (words.length === 0) return yield* usage(shell, 'kill');
  let status = 0;
  for (const word of words) status = (yield* killOne(shell, word, number)) || status;
  return status;
};

function* killOne(shell: Shell, word: string, number: number): Program<number> {
  const { sys } = shell;
  let group = false;
  let target: number;
  if (word.startsWith('%')) {
    const job = yield* findJob(shell, 'kill', word);
    if (!job) return 1;
    target = job.group;
    group = job.group !== sys.group && shell.interactive;
  } else if (/^-?\d+$/.test(word)) {
    target = Math.abs(Number(word));
    group = word.startsWith('-');
  } else {
    yield* shell.complain(`kill: ${word}: arguments must be process or job IDs`);
    return 1;
  }
  const exists = sys.processes().some((process) => (group ? process.group : process.pid) === target);
  const signal = (Object.keys(SIGNAL_NUMBER) as Signal[]).find((name) => SIGNAL_NUMBER[name] === number);
  if (number !== 0 && !signal) return yield* notHere(shell, `kill: SIG${signalName(number) ?? number}`);
  const refused = !exists
    ? 'No such process'
    : number === 0
      ? undefined
      : words(group ? sys.killGroup(target, signal!) : sys.kill(target, signal!));
  if (refused === undefined) {
    // what is sent to this shell itself arrives before kill ends
    if (group ? target === sys.group : target === sys.pid) yield* shell.turn();
    return 0;
  }
  yield* shell.complain(`kill: (${word.startsWith('%') ? target : word}) - ${refused}`);
  return 1;
}

const words = (refused: Parameters<typeof strerror>[0] | undefined): string | undefined =>
  refused && isErrno(refused) ? strerror(refused) : undefined;

function* listSignals(shell: Shell, asked: readonly string[]): Program<number> {
  if (asked.length === 0) {
    let text = '';
    NAMES.forEach((name, i) => {
      text += `${String(i + 1).padStart(2)}) SIG${name}${(i + 1) % 5 === 0 || i === NAMES.length - 1 ? '\n' : '\t'}`;
    });
    yield* shell.print(text);
    return 0;
  }
  for (const word of asked) {
    const number = /^\d+$/.test(word) && Number(word) > 128 ? Number(word) - 128 : signalNumber(word);
    if (number === undefined) {
      yield* shell.complain(`kill: ${word}: invalid signal specification`);
      return 1;
    }
    yield* shell.print(/^\d+$/.test(word) ? `${signalName(number) ?? number}\n` : `${number}\n`);
  }
  return 0;
}

function* jobControl(shell: Shell, command: string): Program<boolean> {
  if (shell.options.is('monitor') && shell.interactive) return true;
  yield* shell.complain(`${command}: no job control`);
  return false;
}

export const fg: Builtin = function* (shell, argv) {
  if (!(yield* jobControl(shell, 'fg'))) return 1;
  const word = argv[1] ?? '';
  const job = yield* findJob(shell, 'fg', word === '' || word.startsWith('%') ? word : `%${word}`);
  if (!job) return 1;
  if (isDone(job)) {
    yield* shell.complain('fg: job has terminated');
    return 1;
  }
  yield* shell.print(`${job.text}\n`);
  shell.jobs.makeCurrent(job);
  job.told = true;
  const left = job.pids.filter((pid) => !job.ends.has(pid));
  try {
    const statuses = yield* waitForeground(shell, left, job.group, () => job.text);
    return statuses[statuses.length - 1] ?? 0;
  } finally {
    shell.jobs.remove(job);
  }
};

export const bg: Builtin = function* (shell, argv) {
  if (!(yield* jobControl(shell, 'bg'))) return 1;
  const word = argv[1] ?? '';
  const job = yield* findJob(shell, 'bg', word === '' || word.startsWith('%') ? word : `%${word}`);
  if (!job) return 1;
  yield* shell.complain(isDone(job) ? 'bg: job has terminated' : `bg: job ${job.number} already in background`);
  return isDone(job) ? 1 : 0;
};

export const disown: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'har');
  if (!options) return 2;
  const specs = options.operands.length ? options.operands : options.has('a') || options.has('r') ? [] : [''];
  if (options.has('a') || options.has('r')) for (const job of [...shell.jobs.list]) shell.jobs.remove(job);
  for (const spec of specs) {
    const byPid = shell.jobs.list.find((job) => job.pids.includes(Number(spec)));
    const job = byPid ?? (yield* findJob(shell, 'disown', spec));
    if (!job) return 1;
    if (!options.has('h')) shell.jobs.remove(job);
  }
  return 0;
};

export const suspend: Builtin = function* (shell) {
  return yield* notHere(shell, 'suspend');
};

export const times: Builtin = function* (shell) {
  // programs take no processor time here
  yield* shell.print('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
  return 0;
};
