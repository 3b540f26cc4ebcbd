// systemd's view of services: which units there are (read from their files), their states, the jobs that start and stop them, and
// what the journal keeps of each. After systemd 219; its words are in the log, systemctl's own are the tool's.
// Left out: dependencies and ordering between units, restarting by itself, sockets, timers, user units.

import type { Bytes } from '../../base/bytes.ts';
import { isErrno } from '../../base/errno.ts';
import { TURN, waitFor, WaitQueue, type Program } from '../../sim/process.ts';
import { SIGNAL_NUMBER, type ChildEnd, type UnitControl, type UnitInfo, type UnitRun } from '../sys.ts';
import { Description, type Caller } from '../kernel/description.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Task } from '../kernel/task.ts';
import type { Node } from '../vfs/node.ts';
import { UNIT_DIRECTORIES, WANTS } from './unit-files.ts';
import { parseUnitFile, type Unit, type UnitCommandLine } from './unit-file.ts';

/** How long a stopping service has before it is killed (TimeoutStopSec). */
const STOP_TIMEOUT_US = 90_000_000;
/** So many lines of a unit's log are kept. */
const LOG_LINES = 200;
/** A service that says by itself that it is ready (Type=notify) is, when it first waits; and at the latest after so many turns. */
const READY_TURNS = 1000;

type JobResult = 'ok' | 'failed';

interface Run {
  what: UnitRun['what'];
  argv: readonly string[];
  pid: number;
  end: ChildEnd | undefined;
}

/** What is kept of a unit while the machine runs. */
interface Runtime {
  state: UnitInfo['state'];
  sub: UnitInfo['sub'];
  changedUs: number | undefined;
  ran: Run[];
  main: Run | undefined;
  mainTask: Task | undefined;
  /** A job is at work. */
  busy: boolean;
  stopping: boolean;
  readonly log: { atUs: number; line: string }[];
}

/** Standard output and error of a service: its lines go to the unit's log. */
class JournalDescription extends Description {
  readonly words = 'socket:[journal]';
  readonly node: Node;
  readonly #line: (line: Bytes) => void;
  #rest = '';

  constructor(node: Node, line: (line: Bytes) => void) {
    super();
    this.node = node;
    this.#line = line;
  }

  override write(data: Bytes, _caller: Caller): number {
    const lines = (this.#rest + data).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) this.#line(line);
    return data.length;
  }

  protected override closed(): void {
    if (this.#rest !== '') this.#line(this.#rest);
  }
}

export class Units implements UnitControl {
  readonly #kernel: Kernel;
  readonly #runtimes = new Map<string, Runtime>();
  /** Unit files as they were read last: read again only when their text is another. */
  readonly #parsed = new Map<string, { readonly text: Bytes; readonly unit: Unit }>();
  /** Woken whenever a job ends or a service's state changes. */
  readonly #changed = new WaitQueue();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  // ── what there is

  list(): UnitInfo[] {
    const names = new Set<string>();
    for (const directory of UNIT_DIRECTORIES) {
      const entries = this.#kernel.files.readdir(directory, this.#kernel.processes.init);
      if (!isErrno(entries)) for (const name of entries) if (name.endsWith('.service')) names.add(name);
    }
    return [...names].sort().flatMap((name) => this.unit(name) ?? []);
  }

  unit(name: string): UnitInfo | undefined {
    const unit = this.#load(name);
    if (!unit) return undefined;
    const { state, sub, changedUs, ran, main, mainTask, log } = this.#runtime(unit.name);
    return {
      name: unit.name,
      description: unit.description,
      enabled: this.#isEnabled(unit),
      state,
      mainPid: mainTask && !mainTask.end ? mainTask.pid : undefined,
      log,
      path: unit.path,
      documentation: unit.documentation,
      reloadable: unit.reload.length > 0,
      installable: unit.installable,
      sub,
      changedUs,
      ran,
      main,
    };
  }

  #load(given: string): Unit | undefined {
    const name = given.includes('.') ? given : `${given}.service`;
    if (name.includes('/') || !name.endsWith('.service')) return undefined;
    for (const directory of UNIT_DIRECTORIES) {
      const path = `${directory}/${name}`;
      const text = this.#kernel.files.readFile(path, this.#kernel.processes.init);
      if (isErrno(text)) continue;
      const known = this.#parsed.get(path);
      if (known?.text === text) return known.unit;
      const unit = parseUnitFile(name, path, text);
      this.#parsed.set(path, { text, unit });
      return unit;
    }
    return undefined;
  }

  #runtime(name: string): Runtime {
    let runtime = this.#runtimes.get(name);
    if (!runtime) {
      runtime = {
        state: 'inactive',
        sub: 'dead',
        changedUs: undefined,
        ran: [],
        main: undefined,
        mainTask: undefined,
        busy: false,
        stopping: false,
        log: [],
      };
      this.#runtimes.set(name, runtime);
    }
    return runtime;
  }

  // ── enabling

  wants(name: string): readonly [string, string] | undefined {
    const unit = this.#load(name);
    return unit?.installable ? [`${WANTS}/${unit.name}`, unit.path] : undefined;
  }

  #isEnabled(unit: Unit): boolean {
    return !isErrno(this.#kernel.files.node(`${WANTS}/${unit.name}`, this.#kernel.processes.init, false));
  }

  setEnabled(name: string, enabled: boolean): 'changed' | 'unchanged' | 'not-found' {
    const { files, processes } = this.#kernel;
    const unit = this.#load(name);
    if (!unit) return 'not-found';
    const link = this.wants(name);
    if (!link || this.#isEnabled(unit) === enabled) return 'unchanged';
    const refused = enabled ? files.symlink(link[1], link[0], processes.init) : files.unlink(link[0], processes.init);
    return refused ? 'unchanged' : 'changed';
  }

  /** The units that a boot starts. */
  enabledUnits(): string[] {
    const links = this.#kernel.files.readdir(WANTS, this.#kernel.processes.init);
    return isErrno(links) ? [] : links.filter((name) => this.#load(name) !== undefined);
  }

  resetFailed(name: string): 'ok' | 'not-found' {
    const unit = this.#load(name);
    if (!unit) return 'not-found';
    const runtime = this.#runtime(unit.name);
    if (runtime.state === 'failed') this.#enter(unit, runtime, 'inactive', 'dead');
    return 'ok';
  }

  /** What the boot has done already on behalf of a unit; `problems` went wrong. */
  adopt(name: string, problems: readonly string[]): void {
    const unit = this.#load(name);
    if (!unit) return;
    const runtime = this.#runtime(unit.name);
    this.#log(unit, `systemd[1]: Starting ${unit.description}...`);
    for (const line of problems) this.#log(unit, `network: ${line}`);
    if (problems.length > 0) this.#failed(unit, runtime);
    else {
      this.#log(unit, `systemd[1]: Started ${unit.description}.`);
      this.#enter(unit, runtime, 'active', 'exited');
    }
  }

  // ── jobs

  start(name: string): Program<'ok' | 'failed' | 'not-found'> {
    return this.#job(name, (unit, runtime) => this.#startJob(unit, runtime));
  }

  stop(name: string): Program<'ok' | 'failed' | 'not-found'> {
    return this.#job(name, (unit, runtime) => this.#stopJob(unit, runtime));
  }

  /** Jobs belong to systemd: they go on when who asked for them is gone, and those of one unit run one after another. */
  *#job(
    name: string,
    body: (unit: Unit, runtime: Runtime) => Program<JobResult>,
  ): Program<'ok' | 'failed' | 'not-found'> {
    const unit = this.#load(name);
    if (!unit) return 'not-found';
    const runtime = this.#runtime(unit.name);
    while (runtime.busy) yield* waitFor(this.#changed);
    runtime.busy = true;
    let result: JobResult | undefined;
    this.#kernel.sim.start(body(unit, runtime), (ended) => {
      // A fault of the simulator: not the unit's, and not to be hidden as its failure.
      if ('error' in ended) throw ended.error;
      result = ended.value;
      runtime.busy = false;
      this.#changed.wake();
    });
    while (result === undefined) yield* waitFor(this.#changed);
    return result;
  }

  *#startJob(unit: Unit, runtime: Runtime): Program<JobResult> {
    if (runtime.state === 'active') return 'ok';
    this.#log(unit, `systemd[1]: Starting ${unit.description}...`);
    runtime.ran = [];
    runtime.main = undefined;
    runtime.stopping = false;
    if (unit.type === 'oneshot') {
      for (const line of unit.start) {
        const run = yield* this.#run(unit, runtime, 'ExecStart', line);
        runtime.main = run;
        if (!line.mayFail && run.end?.status !== 0) return this.#startFailed(unit, runtime, run);
      }
      this.#log(unit, `systemd[1]: Started ${unit.description}.`);
      if (unit.remainAfterExit) this.#enter(unit, runtime, 'active', 'exited');
      else this.#enter(unit, runtime, 'inactive', 'dead');
      return 'ok';
    }
    const [run, task] = this.#launch(unit, runtime, 'ExecStart', unit.start[0]);
    runtime.main = run;
    runtime.mainTask = task;
    for (let turns = 0; task && unit.type === 'notify' && !task.end && task.running && turns < READY_TURNS; turns++)
      yield TURN;
    if (!task || task.end) return this.#startFailed(unit, runtime, run);
    task.onEnd = (end) => this.#mainEnded(unit, runtime, run, end);
    this.#log(unit, `systemd[1]: Started ${unit.description}.`);
    this.#enter(unit, runtime, 'active', 'running');
    return 'ok';
  }

  #startFailed(unit: Unit, runtime: Runtime, run: Run): JobResult {
    this.#log(unit, `systemd[1]: ${unit.name}: main process exited, ${endWords(run.end)}`);
    this.#log(unit, `systemd[1]: Failed to start ${unit.description}.`);
    this.#failed(unit, runtime);
    return 'failed';
  }

  #failed(unit: Unit, runtime: Runtime): void {
    this.#log(unit, `systemd[1]: Unit ${unit.name} entered failed state.`);
    this.#log(unit, `systemd[1]: ${unit.name} failed.`);
    runtime.mainTask = undefined;
    this.#enter(unit, runtime, 'failed', 'failed');
  }

  /** The main process of a running service has ended by itself, or a stop made it. */
  #mainEnded(unit: Unit, runtime: Runtime, run: Run, end: ChildEnd): void {
    run.end = end;
    runtime.mainTask = undefined;
    if (runtime.stopping) return;
    if (end.status === 0 || isCleanSignal(end)) this.#enter(unit, runtime, 'inactive', 'dead');
    else {
      this.#log(unit, `systemd[1]: ${unit.name}: main process exited, ${endWords(end)}`);
      this.#failed(unit, runtime);
    }
  }

  *#stopJob(unit: Unit, runtime: Runtime): Program<JobResult> {
    if (runtime.state !== 'active') return 'ok';
    this.#log(unit, `systemd[1]: Stopping ${unit.description}...`);
    runtime.stopping = true;
    runtime.ran = runtime.ran.filter(({ what }) => what !== 'ExecStop');
    let failed = false;
    for (const line of unit.stop) {
      const run = yield* this.#run(unit, runtime, 'ExecStop', line);
      if (line.mayFail || run.end?.status === 0) continue;
      this.#log(unit, `systemd[1]: ${unit.name}: control process exited, ${endWords(run.end).replace(', ', ' ')}`);
      failed = true;
      break;
    }
    const task = runtime.mainTask;
    if (task && !task.end) yield* this.#terminate(task);
    this.#log(unit, `systemd[1]: Stopped ${unit.description}.`);
    if (failed) this.#failed(unit, runtime);
    else this.#enter(unit, runtime, 'inactive', 'dead');
    return 'ok';
  }

  *#terminate(task: Task): Program {
    const { processes, sim } = this.#kernel;
    const deadlineUs = sim.nowUs + STOP_TIMEOUT_US;
    processes.signalGroup(task.group, 'SIGTERM');
    while (!task.end && sim.nowUs < deadlineUs) yield* waitFor(processes.init.childEnded, deadlineUs);
    if (!task.end) processes.signalGroup(task.group, 'SIGKILL');
    while (!task.end) yield* waitFor(processes.init.childEnded);
  }

  /** Runs one command line to its end. */
  *#run(unit: Unit, runtime: Runtime, what: Run['what'], line: UnitCommandLine): Program<Run> {
    const [run, task] = this.#launch(unit, runtime, what, line);
    while (task && !task.end) yield* waitFor(this.#kernel.processes.init.childEnded);
    run.end ??= task?.end;
    return run;
  }

  #launch(
    unit: Unit,
    runtime: Runtime,
    what: Run['what'],
    line: UnitCommandLine | undefined,
  ): [run: Run, task: Task | undefined] {
    const { files, processes } = this.#kernel;
    const argv = line?.argv ?? [];
    const run: Run = { what, argv, pid: 0, end: { pid: 0, status: EXIT_EXEC, signal: undefined } };
    runtime.ran.push(run);
    const program = argv[0] === undefined ? undefined : processes.resolve(argv[0], argv, processes.init);
    if (!program || isErrno(program)) {
      this.#log(unit, `systemd[1]: Failed at step EXEC spawning ${argv[0] ?? ''}: No such file or directory`);
      return [run, undefined];
    }
    const task = processes.start(processes.init, { argv: program.argv, main: program.main, group: 'new', cwd: '/' });
    if (isErrno(task)) return [run, undefined];
    run.pid = task.pid;
    run.end = undefined;
    task.onEnd = (end) => (run.end = end);
    const identifier = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1);
    const node = files.node('/dev/null', processes.init);
    if (!isErrno(node)) {
      const journal = new JournalDescription(node, (text) => this.#log(unit, `${identifier}[${task.pid}]: ${text}`));
      for (const fd of [1, 2]) {
        task.descriptors.get(fd)?.release();
        task.descriptors.set(fd, journal.retain());
      }
    }
    return [run, task];
  }

  #enter(unit: Unit, runtime: Runtime, state: UnitInfo['state'], sub: UnitInfo['sub']): void {
    if (!this.#kernel.processes.alive) return;
    runtime.state = state;
    runtime.sub = sub;
    runtime.changedUs = this.#kernel.sim.nowUs;
    this.#kernel.sim.record({ kind: 'unit.changed', host: this.#kernel.host, unit: unit.name, state });
    this.#changed.wake();
  }

  #log(unit: Unit, line: string): void {
    const { log } = this.#runtime(unit.name);
    log.push({ atUs: this.#kernel.sim.nowUs, line });
    if (log.length > LOG_LINES) log.shift();
  }
}

/** systemd's own exit status for a command that could not be executed (203/EXEC). */
const EXIT_EXEC = 203;

const isCleanSignal = ({ signal }: ChildEnd): boolean =>
  signal === 'SIGTERM' || signal === 'SIGHUP' || signal === 'SIGINT' || signal === 'SIGPIPE';

/** As in `code=exited, status=1/FAILURE`. */
export function endWords(end: ChildEnd | undefined): string {
  if (!end) return 'code=exited, status=n/a';
  if (end.signal) return `code=killed, status=${SIGNAL_NUMBER[end.signal]}/${end.signal.slice(3)}`;
  return `code=exited, status=${end.status}/${EXIT_WORDS[end.status] ?? 'n/a'}`;
}

const EXIT_WORDS: Readonly<Record<number, string>> = {
  0: 'SUCCESS',
  1: 'FAILURE',
  2: 'INVALIDARGUMENT',
  3: 'NOTIMPLEMENTED',
  4: 'NOPERMISSION',
  5: 'NOTINSTALLED',
  6: 'NOTCONFIGURED',
  7: 'NOTRUNNING',
  203: 'EXEC',
};
