// A machine without a network and a shell of a few lines, to run commands on before and beside the real shell: pipes, `;`, quotes,
// redirections, `echo $?`. What it cannot do is left to the recorded sessions.

import { isErrno } from '../../../src/base/errno.ts';
import { Kernel, type KernelParts } from '../../../src/host/kernel/kernel.ts';
import { deviceDirectory } from '../../../src/host/kernel/devices.ts';
import { Terminal } from '../../../src/host/kernel/tty.ts';
import { baseImage } from '../../../src/host/image/image.ts';
import type { Sys } from '../../../src/host/sys.ts';
import { FileSystem } from '../../../src/host/vfs/file-system.ts';
import { TreeDirectory } from '../../../src/host/vfs/node.ts';
import { Store } from '../../../src/host/vfs/store.ts';
import { COMMANDS } from '../../../src/shell/cmd/registry.ts';
import type { Program } from '../../../src/sim/process.ts';
import { Sim } from '../../../src/sim/sim.ts';

const ENV = new Map([['PATH', '/usr/sbin:/usr/bin']]);

export class LittleMachine {
  readonly sim = new Sim({ seed: 1 });
  readonly kernel: Kernel;
  output = '';
  cwd = '/root';

  constructor(parts: Partial<KernelParts> = {}, host = 'box') {
    const programs = new Map(COMMANDS.map((command) => [command.name, command]));
    const store = new Store(
      () => this.sim.nowUs,
      () => {},
    );
    const root = new TreeDirectory(store.inodes, 0o755, 0, baseImage(COMMANDS));
    const terminal = new Terminal(
      'pts/0',
      (bytes) => (this.output += bytes.replaceAll('\r\n', '\n')),
      (group, signal) => this.kernel.door().killGroup(group, signal),
    );
    root.set(
      'dev',
      deviceDirectory(store, () => this.sim.prng('dev'), terminal),
    );
    this.kernel = new Kernel({
      sim: this.sim,
      host,
      role: 'client',
      names: { release: '3.10.0-327.el7.x86_64', version: '#1 SMP', machine: 'x86_64' },
      files: new FileSystem(root, store),
      terminal,
      programs,
      env: ENV,
    });
    this.kernel.complete(parts as KernelParts);
  }

  /** Starts a line; its output arrives in `output` as time passes. */
  start(line: string): { ended: boolean; group: number } {
    const door = this.kernel.door();
    const state = { ended: false, group: 0 };
    const tty = door.open('/dev/pts/0', 'read-write');
    if (isErrno(tty)) throw new Error('no terminal');
    const machine = this;
    state.group = door.fork({
      argv: ['little-shell'],
      cwd: this.cwd,
      env: ENV,
      group: 'new',
      fds: new Map([0, 1, 2].map((fd) => [fd, tty])),
      *main(sys) {
        yield* runList(sys, line);
        machine.cwd = sys.cwd;
        state.ended = true;
        return 0;
      },
    });
    this.kernel.terminal.setForegroundGroup(state.group);
    return state;
  }

  /** Runs a line to its end and answers what the terminal showed. */
  async run(line: string, untilSeconds = 1000): Promise<string> {
    const from = this.output.length;
    const state = this.start(line);
    const endUs = this.sim.nowUs + untilSeconds * 1e6;
    while (!state.ended) {
      const how = this.sim.advance(Math.min(endUs, this.sim.clock.nextDueUs() ?? endUs), 100_000);
      if (how === 'held')
        for (const request of this.sim.externals.splice(0)) await request.ask().then(request.answer, request.fail);
      if (this.sim.nowUs >= endUs) break;
    }
    return this.output.slice(from);
  }
}

type Token = { readonly op: string } | { readonly word: string };

function tokenize(line: string): Token[] {
  const tokens: Token[] = [];
  const piece = /\s*(?:(2>&1|>>|[|;<>])|((?:[^\s'"\\|;<>]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+))/y;
  for (let found = piece.exec(line); found; found = piece.exec(line)) {
    if (found[1]) tokens.push({ op: found[1] });
    else tokens.push({ word: unquote(found[2]!) });
  }
  return tokens;
}

const unquote = (text: string): string =>
  text.replace(/\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g, (_, ansi, single, double, escaped) => {
    if (ansi !== undefined) return (ansi as string).replace(/\\n/g, '\n').replace(/\\t/g, '\t');
    return single ?? (double !== undefined ? (double as string).replace(/\\([$`"\\])/g, '$1') : escaped);
  });

function* runList(sys: Sys, line: string): Program {
  let status = 0;
  let pipeline: Token[] = [];
  for (const token of [...tokenize(line), { op: ';' }]) {
    if (!('op' in token) || token.op !== ';') {
      pipeline.push(token);
      continue;
    }
    if (pipeline.length > 0) status = yield* runPipeline(sys, pipeline, status);
    pipeline = [];
  }
}

function* runPipeline(sys: Sys, tokens: readonly Token[], before: number): Program<number> {
  const stages: Token[][] = [[]];
  for (const token of tokens) {
    if ('op' in token && token.op === '|') stages.push([]);
    else stages.at(-1)!.push(token);
  }
  const pids: number[] = [];
  let input = 0;
  for (const [i, stage] of stages.entries()) {
    const pipe = i + 1 < stages.length ? sys.pipe() : undefined;
    const fds = new Map([
      [0, input],
      [1, pipe?.write ?? 1],
      [2, 2],
    ]);
    const opened: number[] = [];
    const argv: string[] = [];
    for (let k = 0; k < stage.length; k++) {
      const token = stage[k]!;
      if ('word' in token) argv.push(token.word === '$?' ? String(before) : token.word);
      else if (token.op === '2>&1') fds.set(2, fds.get(1)!);
      else {
        const target = stage[++k];
        const name = target && 'word' in target ? target.word : '';
        const how = token.op === '<' ? {} : { create: true, truncate: token.op === '>' };
        const fd = sys.open(name, token.op === '<' ? 'read' : token.op === '>' ? 'write' : 'append', how);
        if (isErrno(fd)) throw new Error(`${name}: ${fd.errno}`);
        opened.push(fd);
        fds.set(token.op === '<' ? 0 : 1, fd);
      }
    }
    if (argv[0] === 'cd') sys.chdir(argv[1]!);
    else pids.push(launch(sys, argv, fds));
    for (const fd of opened) sys.close(fd);
    if (input !== 0) sys.close(input);
    if (pipe) sys.close(pipe.write);
    input = pipe?.read ?? 0;
  }
  let status = 0;
  for (const pid of pids) {
    const end = yield* sys.wait(pid);
    status = isErrno(end) ? 127 : end.status;
  }
  return status;
}

function launch(sys: Sys, argv: readonly string[], fds: ReadonlyMap<number, number>): number {
  if (argv[0] === 'echo' || argv[0] === 'printf')
    return sys.fork({
      argv,
      fds,
      *main(child) {
        const format = (argv[1] ?? '').replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\0/g, '\0');
        yield* child.write(1, argv[0] === 'printf' ? format : `${argv.slice(1).join(' ')}\n`);
        return 0;
      },
    });
  for (const directory of ['/usr/bin', '/usr/sbin']) {
    const pid = sys.spawn({ path: `${directory}/${argv[0]}`, argv, fds });
    if (!isErrno(pid)) return pid;
  }
  throw new Error(`no command ${argv[0]}`);
}
