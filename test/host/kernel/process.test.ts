import { expect, test } from 'vitest';
import { errno } from '../../../src/base/errno.ts';
import { ExitError, SignalError, type Main, type Sys } from '../../../src/host/sys.ts';
import { sleepUntil, TURN, type Program } from '../../../src/sim/process.ts';
import { runMain, tinyWorld } from '../../support/run-program.ts';

const sleeper: Main = function* (sys) {
  yield* sleepUntil(sys.nowUs + 60_000_000);
  return 0;
};

const yes: Main = function* (sys) {
  for (;;) yield* sys.write(1, 'y\n');
};

test('a child gets its environment, directory and descriptors, and its status comes back', () => {
  const world = tinyWorld();
  const ran = runMain(
    world,
    function* (sys) {
      const pid = sys.fork({
        argv: ['child'],
        cwd: '/tmp',
        env: new Map([['A', '1']]),
        *main(child) {
          yield* child.write(1, `${child.env.get('A')} ${child.cwd} ${child.parentPid === sys.pid}\n`);
          throw new ExitError(3);
        },
      });
      const end = yield* sys.wait(pid);
      return 'status' in end ? end.status : 99;
    },
    ['t'],
  );
  expect(ran).toEqual({ status: 3, stdout: '1 /tmp true\n', stderr: '' });
});

test('wait without children is ECHILD', () => {
  const world = tinyWorld();
  expect(
    runMain(
      world,
      function* (sys) {
        return (yield* sys.wait(-1)) === errno('ECHILD') ? 0 : 1;
      },
      ['t'],
    ).status,
  ).toBe(0);
});

test('a pipe holds 64 KiB and then its writer waits for the reader', () => {
  const world = tinyWorld();
  const ran = runMain(
    world,
    function* (sys) {
      const pipe = sys.pipe();
      let written = 0;
      const writer = sys.fork({
        argv: ['writer'],
        fds: new Map([[1, pipe.write]]),
        *main(child): Program<number> {
          for (let i = 0; i < 20; i++) {
            yield* child.write(1, 'x'.repeat(4096));
            written += 4096;
          }
          return 0;
        },
      });
      sys.close(pipe.write);
      yield* sleepUntil(sys.nowUs + 1000);
      yield* sys.write(1, `${written} `);
      let read = 0;
      for (;;) {
        const piece = yield* sys.read(pipe.read);
        if (piece === '' || typeof piece !== 'string') break;
        read += piece.length;
      }
      yield* sys.write(1, `${read}`);
      yield* sys.wait(writer);
      return 0;
    },
    ['t'],
  );
  expect(ran.stdout).toBe('65536 81920');
});

test('writing to a pipe that nobody reads ends the writer with SIGPIPE, unless it ignores that', () => {
  const world = tinyWorld();
  const head: Main = function* (sys) {
    const run = function* (main: Main): Program<number> {
      const pipe = sys.pipe();
      const pid = sys.fork({ argv: ['writer'], fds: new Map([[1, pipe.write]]), main });
      sys.close(pipe.write);
      yield* sys.read(pipe.read, 4);
      sys.close(pipe.read);
      const end = yield* sys.wait(pid);
      return 'status' in end ? end.status : 99;
    };
    const plain = yield* run(yes);
    const ignoring = yield* run(function* (child) {
      child.ignoreSignal('SIGPIPE', true);
      for (;;) if ((yield* child.write(1, 'y\n')) === errno('EPIPE')) return 1;
    });
    yield* sys.write(1, `${plain} ${ignoring}`);
    return 0;
  };
  expect(runMain(world, head, ['t']).stdout).toBe('141 1');
});

test('a signal ends a program with 128 + its number, one may be caught, and SIGKILL may not', () => {
  const world = tinyWorld();
  const stubborn: Main = function* (sys) {
    for (;;)
      try {
        yield* sleepUntil(sys.nowUs + 1_000_000);
      } catch (error) {
        if (!(error instanceof SignalError)) throw error;
      }
  };
  const ends = (main: Main, signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL', ignore = false) =>
    runMain(
      world,
      function* (sys) {
        if (ignore) sys.ignoreSignal(signal, true);
        const pid = sys.fork({ argv: ['victim'], main });
        yield* sleepUntil(sys.nowUs + 10);
        sys.kill(pid, signal);
        yield* sleepUntil(sys.nowUs + 10);
        const end = sys.reap(pid);
        sys.kill(pid, 'SIGKILL');
        return end && 'status' in end ? end.status : 0;
      },
      ['t'],
    ).status;
  expect([ends(sleeper, 'SIGTERM'), ends(sleeper, 'SIGINT')]).toEqual([143, 130]);
  expect([ends(stubborn, 'SIGTERM'), ends(stubborn, 'SIGKILL')]).toEqual([0, 137]);
  expect(ends(sleeper, 'SIGTERM', true)).toBe(0);
});

test('a group is signalled as one, and nobody else', () => {
  const world = tinyWorld();
  const { status } = runMain(
    world,
    function* (sys) {
      const first = sys.fork({ argv: ['a'], main: sleeper, group: 'new' });
      const second = sys.fork({ argv: ['b'], main: sleeper, group: first });
      const other = sys.fork({ argv: ['c'], main: sleeper });
      yield* sleepUntil(sys.nowUs + 1);
      sys.killGroup(first, 'SIGTERM');
      yield* sys.wait(first);
      yield* sys.wait(second);
      const alive = sys.reap(other) === undefined;
      sys.kill(other, 'SIGKILL');
      return alive ? 0 : 1;
    },
    ['t'],
  );
  expect(status).toBe(0);
});

test('an executable is a program of the registry, a script by its first line, or refused', () => {
  const echo = {
    name: 'echo',
    *main(sys: Sys, argv: readonly string[]): Program<number> {
      yield* sys.write(1, `${argv.join(' ')}\n`);
      return 0;
    },
  };
  const world = tinyWorld({ commands: [echo] });
  const { sys } = world;
  sys.writeFile('/tmp/script', '#!/usr/bin/echo -x\nbody\n');
  sys.writeFile('/tmp/plain', 'echo hi\n');
  sys.chmod('/tmp/script', 0o755);
  const tried = ['/usr/bin/echo', '/tmp/script', '/tmp/plain', '/nosuch', '/tmp'].map((path) =>
    sys.spawn({ path, argv: ['me', 'arg'] }),
  );
  expect(tried.slice(2)).toEqual([errno('EACCES'), errno('ENOENT'), errno('EISDIR')]);
  sys.chmod('/tmp/plain', 0o755);
  expect(sys.spawn({ path: '/tmp/plain', argv: ['p'] })).toBe(errno('ENOEXEC'));
  sys.writeFile('/tmp/copy', sys.readFile('/usr/bin/echo') as string, { permissions: 0o755 });
  sys.chmod('/tmp/copy', 0o755);
  const ran = runMain(
    world,
    function* (own) {
      for (const path of ['/bin/echo', '/tmp/script', '/tmp/copy'])
        yield* own.wait(own.spawn({ path, argv: [path, 'arg'] }) as number);
      return 0;
    },
    ['t'],
  );
  expect(ran.stdout).toBe('/bin/echo arg\n/usr/bin/echo -x /tmp/script arg\n/tmp/copy arg\n');
});

test('an orphan belongs to process 1, and a zombie stays until it is waited for', () => {
  const world = tinyWorld();
  let orphan = 0;
  runMain(
    world,
    function* (sys) {
      const middle = sys.fork({
        argv: ['middle'],
        // eslint-disable-next-line require-yield -- it waits for nothing
        *main(child) {
          orphan = child.fork({ argv: ['orphan'], main: sleeper, fds: new Map() });
          return 0;
        },
      });
      yield* sleepUntil(sys.nowUs + 10);
      const seen = sys.processes().find(({ pid }) => pid === middle);
      yield* sys.wait(middle);
      return seen?.state === 'zombie' ? 0 : 1;
    },
    ['t'],
  );
  expect(world.sys.processes().find(({ pid }) => pid === orphan)).toMatchObject({ parent: 1, state: 'sleeping' });
});

test('an endless loop lets the clock go on', () => {
  const world = tinyWorld();
  const loop: Main = function* () {
    for (;;) yield TURN;
  };
  const pid = world.sys.fork({ argv: ['loop'], main: loop });
  expect(world.sim.advance(world.sim.nowUs + 10_000, 10_000)).toBe('reached');
  expect(world.sys.kill(pid, 'SIGTERM')).toBeUndefined();
  world.sim.advance(world.sim.nowUs + 10_000, 10_000);
  expect(world.sys.reap(pid)).toMatchObject({ status: 143, signal: 'SIGTERM' });
});

test('a program that throws is a fault that is said, and status 134', () => {
  const world = tinyWorld();
  world.sys.fork({
    argv: ['bad'],
    // eslint-disable-next-line require-yield -- it throws before it could
    *main() {
      throw new Error('oops');
    },
  });
  world.sim.advance(world.sim.nowUs);
  const crashed = [...world.sim.journal.since()].find(({ kind }) => kind === 'process.crashed');
  expect(crashed).toMatchObject({ argv: ['bad'] });
});
