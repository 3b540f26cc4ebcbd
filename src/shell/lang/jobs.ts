// Jobs (bash(1) JOB CONTROL): what was started in the background, how it is shown, and which one `%…` means. There is no
// stopping (Ctrl-Z) here, so a job runs or has ended.

import { isErrno } from '../../base/errno.ts';
import type { ChildEnd, Signal, Sys } from '../../host/sys.ts';

export interface Job {
  readonly number: number;
  readonly pids: readonly number[];
  /** Its process group, or its first process where there is no job control. */
  readonly group: number;
  readonly text: string;
  readonly ends: Map<number, ChildEnd>;
  /** Its end was told. */
  told: boolean;
  /** The user does not want to hear of it (disown). */
  disowned: boolean;
}

export const SIGNAL_WORDS: Readonly<Record<Signal, string>> = {
  SIGHUP: 'Hangup',
  SIGINT: 'Interrupt',
  SIGQUIT: 'Quit',
  SIGKILL: 'Killed',
  SIGUSR1: 'User defined signal 1',
  SIGUSR2: 'User defined signal 2',
  SIGPIPE: 'Broken pipe',
  SIGALRM: 'Alarm clock',
  SIGTERM: 'Terminated',
};

export const isDone = (job: Job): boolean => job.pids.every((pid) => job.ends.has(pid));

export function lastEnd(job: Job): ChildEnd | undefined {
  return job.ends.get(job.pids[job.pids.length - 1]!);
}

/** The word of `jobs`: Running, Done, Exit 3, Terminated. */
export function stateOf(job: Job): string {
  if (!isDone(job)) return 'Running';
  const end = lastEnd(job)!;
  if (end.signal) return SIGNAL_WORDS[end.signal];
  return end.status === 0 ? 'Done' : `Exit ${end.status}`;
}

export class Jobs {
  #jobs: Job[] = [];
  /** Statuses of ended children that `wait PID` may still ask for. */
  readonly ended = new Map<number, number>();
  /** Most recently started or waited for first: `%+`, then `%-`. */
  #recent: number[] = [];

  get list(): readonly Job[] {
    return this.#jobs;
  }

  add(pids: readonly number[], group: number, text: string): Job {
    const number = (this.#jobs[this.#jobs.length - 1]?.number ?? 0) + 1;
    const job: Job = { number, pids, group, text, ends: new Map(), told: false, disowned: false };
    this.#jobs.push(job);
    this.#recent.unshift(number);
    return job;
  }

  remove(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    this.#recent = this.#recent.filter((number) => number !== job.number);
  }

  note(end: ChildEnd): void {
    this.ended.set(end.pid, end.status);
    for (const job of this.#jobs) if (job.pids.includes(end.pid)) job.ends.set(end.pid, end);
  }

  /** Takes notice of the children that have ended, without waiting. */
  reap(sys: Sys): void {
    for (const job of this.#jobs)
      for (const pid of job.pids) {
        if (job.ends.has(pid)) continue;
        const end = sys.reap(pid);
        if (end && !isErrno(end)) this.note(end);
      }
  }

  get current(): Job | undefined {
    return this.#job(this.#recent[0]);
  }

  get previous(): Job | undefined {
    return this.#job(this.#recent[1]);
  }

  #job(number: number | undefined): Job | undefined {
    return this.#jobs.find((job) => job.number === number);
  }

  makeCurrent(job: Job): void {
    this.#recent = [job.number, ...this.#recent.filter((number) => number !== job.number)];
  }

  /** %n, %%, %+, %-, %text, %?text. */
  find(spec: string): Job | 'ambiguous' | undefined {
    const text = spec.slice(1);
    if (spec === '%' || text === '%' || text === '+' || spec === '') return this.current;
    if (text === '-') return this.previous ?? this.current;
    if (/^\d+$/.test(text)) return this.#job(Number(text));
    const found = this.#jobs.filter((job) =>
      text.startsWith('?') ? job.text.includes(text.slice(1)) : job.text.startsWith(text),
    );
    return found.length > 1 ? 'ambiguous' : found[0];
  }

  /** `[1]+  Running                 sleep 9 &` */
  line(job: Job, withPid: boolean): string {
    const mark = job === this.current ? '+' : job === this.previous ? '-' : ' ';
    const state = stateOf(job);
    const tail = state === 'Running' ? `${job.text} &` : job.text;
    const head = withPid ? `[${job.number}]${mark} ${String(job.group).padStart(5)} ` : `[${job.number}]${mark}  `;
    return `${head}${state.padEnd(23)} ${tail}`;
  }
}
