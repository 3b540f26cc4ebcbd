import { expect, test } from 'vitest';
import type { Main, TtyControl } from '../../../src/host/sys.ts';
import { SignalError } from '../../../src/host/sys.ts';
import { tinyWorld, type Tiny } from '../../support/run-program.ts';

/** A shell that sets the terminal's mode and notes what it reads. */
function listening(mode: TtyControl['mode'] = 'cooked'): Tiny & { readonly read: string[] } {
  const read: string[] = [];
  const shell: Main = function* (sys) {
    sys.tty()!.setMode(mode);
    for (;;)
      try {
        const got = yield* sys.read(0);
        read.push(typeof got === 'string' ? got : got.errno);
      } catch (error) {
        if (!(error instanceof SignalError)) throw error;
        read.push(error.signal);
      }
  };
  return Object.assign(tinyWorld({ shell }), { read });
}

function type(world: Tiny, text: string): void {
  world.machine.terminal.input(text);
  world.sim.advance(world.sim.nowUs);
}

test('a cooked line is echoed and read when Enter is typed', () => {
  const world = listening();
  type(world, 'ab');
  expect(world.read).toEqual([]);
  type(world, 'c\r');
  expect([world.read, world.shown()]).toEqual([['abc\n'], 'abc\r\n']);
});

test('Backspace, Ctrl-W and Ctrl-U edit the line and the screen', () => {
  const world = listening();
  type(world, 'ax\x7f\r');
  type(world, 'ls foo-bar\x17\r');
  type(world, 'gone\x15ok\r');
  type(world, 'a\xe4\xb8\xad\x7fb\r');
  expect(world.read).toEqual(['a\n', 'ls foo-\n', 'ok\n', 'ab\n']);
  expect(world.shown().slice(0, 7)).toBe('ax\b \b\r\n');
});

test('Ctrl-D ends a line without a newline, and alone it is the end of the file', () => {
  const world = listening();
  type(world, 'ab\x04');
  type(world, '\x04');
  expect(world.read).toEqual(['ab', '']);
});

test('Ctrl-C shows ^C, forgets the line and interrupts the foreground group', () => {
  const world = listening();
  type(world, 'half\x03');
  type(world, '\r');
  expect([world.read, world.shown()]).toEqual([['SIGINT', '\n'], 'half^C\r\n']);
});

test('Ctrl-\\ is SIGQUIT', () => {
  const world = listening();
  type(world, '\x1c');
  expect([world.read, world.shown()]).toEqual([['SIGQUIT'], '^\\']);
});

test('raw gives every byte as it comes and echoes nothing', () => {
  const world = listening('raw');
  type(world, 'a\r\x03\x04\x7f');
  expect([world.read, world.shown()]).toEqual([['a\r\x03\x04\x7f'], '']);
});

test('cooked without echo shows nothing of a line', () => {
  const world = listening('cooked-no-echo');
  type(world, 'secret\r');
  expect([world.read, world.shown()]).toEqual([['secret\n'], '']);
});

test('what was typed ahead while raw is a line once the terminal is cooked', () => {
  const read: string[] = [];
  const shell: Main = function* (sys) {
    const tty = sys.tty()!;
    tty.setMode('raw');
    read.push((yield* sys.read(0, 4)) as string);
    tty.setMode('cooked');
    read.push((yield* sys.read(0)) as string, (yield* sys.read(0)) as string);
    return 0;
  };
  const world = tinyWorld({ shell });
  type(world, 'cat\rhello\r\x04');
  expect([read, world.shown().startsWith('hello\r\n')]).toEqual([['cat\r', 'hello\n', ''], true]);
});

test('output turns NL into CR NL', () => {
  const world = tinyWorld({
    *shell(sys) {
      yield* sys.write(1, 'a\nb\n');
      return 0;
    },
  });
  expect(world.shown()).toBe('a\r\nb\r\n');
});

test('a process of another group reads only when it comes to the foreground', () => {
  const read: string[] = [];
  let child = 0;
  const world = tinyWorld({
    *shell(sys) {
      child = sys.fork({
        argv: ['child'],
        group: 'new',
        *main(own) {
          read.push((yield* own.read(0)) as string);
          return 0;
        },
      });
      yield* sys.wait(child);
      return 0;
    },
  });
  type(world, 'x\r');
  expect(read).toEqual([]);
  world.machine.terminal.setForegroundGroup(child);
  world.sim.advance(world.sim.nowUs);
  expect(read).toEqual(['x\n']);
});
