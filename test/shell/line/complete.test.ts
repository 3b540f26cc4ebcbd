import { expect, test } from 'vitest';
import type { Main } from '../../../src/host/sys.ts';
import { COMMANDS } from '../../../src/shell/cmd/registry.ts';
import { newShell } from '../../../src/shell/lang/interpreter.ts';
import { completer } from '../../../src/shell/line/complete.ts';
import { contextAt } from '../../../src/shell/line/context.ts';
import { tinyWorld } from '../../support/run-program.ts';

/** What Tab offers behind `line` on a machine with some files, as it would stand in the line. */
function offered(line: string): string[] {
  const world = tinyWorld({ commands: COMMANDS, spec: { role: 'client' } });
  const { sys } = world;
  sys.writeFile('/root/notes.txt', '');
  sys.writeFile('/root/two words', '');
  sys.mkdir('/root/nested');
  let found: string[] = [];
  // eslint-disable-next-line require-yield -- it only looks
  const main: Main = function* (own) {
    own.chdir('/root');
    own.env.set('HOME', '/root');
    const chars = [...line];
    found = completer(newShell(own, COMMANDS))(chars, chars.length).candidates.map(({ text, suffix }) => text + suffix);
    return 0;
  };
  sys.fork({ argv: ['bash'], main });
  world.sim.advance(world.sim.nowUs);
  return found.sort();
}

test.each([
  ['unali', ['unalias ']],
  ['ifcon', ['ifconfig ']],
  ['sudo ifcon', ['ifconfig ']],
  ['true | ifcon', ['ifconfig ']],
  ['for i in 1; do ifcon', ['ifconfig ']],
  ['x=1 ifcon', ['ifconfig ']],
])('%s completes a command: %j', (line, words) => {
  expect(offered(line)).toEqual(words);
});

test.each([
  ['cat no', ['notes.txt ']],
  ['cat /root/no', ['/root/notes.txt ']],
  ['cat < no', ['notes.txt ']],
  ['cat two', ['two\\ words ']],
  ['cat "two', ['"two words" ']],
  ['cd n', ['nested/']],
  ['ls n', ['nested/', 'notes.txt ']],
])('%s completes a file: %j', (line, words) => {
  expect(offered(line)).toEqual(words);
});

test('options come from the command’s table', () => {
  expect(offered('ipvsadm --list-')).toEqual([]);
  expect(offered('ipvsadm --sched')).toEqual(['--sched-flags ', '--scheduler ']);
  expect(offered('sort --rev')).toEqual(['--reverse ']);
});

test('an option’s argument is completed by its kind', () => {
  expect(offered('ipvsadm -A -t 10.10.10.1:80 -s w')).toEqual(['wlc ', 'wrr ']);
});

test('addresses, devices and sysctl keys come from the machine', () => {
  expect(offered('ping 10.')).toEqual(['10.10.10.1 ']);
  expect(offered('ip link show dev et')).toEqual(['eth0 ']);
});

test('variables keep their dollar', () => {
  expect(offered('echo $HOSTN')).toEqual(['$HOSTNAME']);
  expect(offered('echo $HOM')).toEqual(['$HOME/']);
  expect(offered('echo ${HOSTN')).toEqual(['${HOSTNAME}']);
});

test('the context of a word ends at its command’s beginning', () => {
  const at = (text: string) => contextAt([...text], [...text].length);
  expect(at('a b; c d | e -f g')).toMatchObject({ before: ['e', '-f'], word: 'g', from: 16 });
  expect(at('if grep -q x')).toMatchObject({ before: ['grep', '-q'], word: 'x' });
  expect(at("echo 'a b")).toMatchObject({ before: ['echo'], word: 'a b', quote: "'" });
  expect(at('echo a > fi')).toMatchObject({ redirection: true, word: 'fi' });
  expect(at('echo a ')).toMatchObject({ before: ['echo', 'a'], word: '' });
});
