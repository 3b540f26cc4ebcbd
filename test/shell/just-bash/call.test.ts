// Programs that the library does part of: they wait outside of virtual time, and can be interrupted there.

import { describe, expect, test } from 'vitest';
import { find } from '../../../src/shell/cmd/find/find.ts';
import { sed } from '../../../src/shell/cmd/sed/sed.ts';
import { launch, run, world } from './waiting.ts';

describe('a call of the library', () => {
  test('takes no virtual time', async () => {
    const tiny = world();
    const beforeUs = tiny.sim.nowUs;
    expect(await run(tiny, sed, ['s/b/X/'], 'abc\n')).toEqual({ status: 0, stdout: 'aXc\n', stderr: '' });
    expect(tiny.sim.nowUs).toBe(beforeUs);
  });

  test('is left by Ctrl-C, and what it does afterwards does not reach the machine', async () => {
    const tiny = world();
    tiny.sys.mkdir('/tmp/d');
    tiny.sys.writeFile('/tmp/d/f', 'x');
    const pid = launch(tiny, find, ['/tmp/d', '-delete']);
    tiny.sim.advance(tiny.sim.nowUs);
    const [asked] = tiny.sim.externals.splice(0);
    const answer = asked!.ask();
    tiny.sys.killGroup(pid, 'SIGINT');
    tiny.sim.advance(tiny.sim.nowUs);
    expect(tiny.sys.reap(pid)).toMatchObject({ signal: 'SIGINT' });
    await answer.then(asked!.answer, asked!.fail);
    expect(tiny.sys.readFile('/tmp/d/f')).toBe('x');
    expect(tiny.sim.clock.held).toBe(false);
  });

  test('runs programs of our machine, their output in its place', async () => {
    const tiny = world();
    tiny.sys.writeFile('/tmp/a', '1\n');
    expect(await run(tiny, find, ['/tmp', '-name', 'a', '-print', '-exec', 'cat', '{}', ';'])).toEqual({
      status: 0,
      stdout: '/tmp/a\n1\n',
      stderr: '',
    });
    expect((await run(tiny, find, ['/tmp', '-name', 'a', '-exec', 'nosuch', ';'])).stderr).toBe(
      "find: 'nosuch': No such file or directory\n",
    );
  });

  test('lets bytes through that are no UTF-8', async () => {
    expect((await run(world(), sed, ['s/a/b/'], '\xff\xe9a\n')).stdout).toBe('\xff\xe9b\n');
  });

  test('a loop without end is ended', async () => {
    const { status, stderr } = await run(world(), sed, [':a;ba'], 'x\n');
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/^sed: /);
  });
});
