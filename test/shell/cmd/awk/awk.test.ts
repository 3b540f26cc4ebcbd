// awk beyond the recorded session: what differs from awk to awk, what fails, and what never ends.

import { describe, expect, test } from 'vitest';
import { awk } from '../../../../src/shell/cmd/awk/awk.ts';
import { runMain, tinyWorld } from '../../../support/run-program.ts';

const run = (program: string, stdin = '') => runMain(tinyWorld(), awk.main, ['awk', program], { stdin });

describe('awk', () => {
  test.each([
    ['whole numbers print whole', 'print 2^31, 1e6, -0, 2^53', '2147483648 1000000 0 9007199254740992'],
    ['others print by OFMT and join by CONVFMT', 'OFMT = "%.2f"; print 1/3, 1/3 ""', '0.33 0.333333'],
    ['nothing yet is 0 and empty', 'print x == 0, x == "", length(x), !x', '1 1 0 1'],
    ['constants of text compare as text', 'print "10" < "9", 10 < 9', '1 0'],
    ['joining binds less than sums', 'print 1 + 1 "a" 2 * 3', '2a6'],
    ['powers bind to the right and before signs', 'print -2 ^ 2, 2 ^ 3 ^ 2, 2 ^ -1', '-4 512 0.5'],
    [
      'substr rounds and cuts',
      'print substr("hello", 0, 2) "|" substr("hello", 1.5, 1) "|" substr("hello", 4, 9)',
      'h|e|lo',
    ],
    ['& and its escapes in a replacement', 's = "abc"; gsub(/b/, "[&\\\\&]", s); print s', 'a[b&]c'],
    ['what may match nothing matches between', 's = "abc"; print gsub(/x*/, "-", s), s', '4 -a-b-c-'],
    ['arrays pass by reference, also those not begun', 'f(a); print a["k"]', 'set'],
    ['a division by zero is inf', 'print 1/0, -1/0, log(0)', 'inf -inf -inf'],
    ['deleting while walking', 'a[1]; a[2]; for (k in a) delete a[k]; print length(a)', '0'],
    ['several subscripts', 'm[1, 2] = 3; for (k in m) split(k, p, SUBSEP); print p[1] p[2], (1, 2) in m', '12 1'],
    ['a choice in a choice', 'x = 5; print x < 3 ? "s" : x < 6 ? "m" : "l"', 'm'],
    ['repetition counts', 'print match("aaa", /^a{2}$/), match("aa", /^a{2}$/)', '0 1'],
    ['a dot matches a newline', 'print match("a\\nb", /a.b/)', '1'],
    ['fields made longer and shorter', '$0 = "a b c"; $5 = "e"; print NF, $0; NF = 2; print $0', '5 a b c  e\na b'],
  ])('%s', (_, program, printed) => {
    const made = `function f(x) { x["k"] = "set" } BEGIN { ${program} }`;
    expect(run(made)).toEqual({ status: 0, stdout: `${printed}\n`, stderr: '' });
  });

  test.each([
    ['BEGIN { print substr( }', 'awk: line 1: syntax error at or near }\n'],
    ['BEGIN { print "a }', 'awk: line 1: runaway string constant "a } ...\n'],
    ['BEGIN { nosuch(1) }', 'awk: line 2: function nosuch never defined\n'],
  ])('refuses %s', (program, words) => {
    expect(run(program)).toEqual({ status: 2, stdout: '', stderr: words });
  });

  test('does not read its input when there is nothing to do with it', () => {
    const tiny = tinyWorld();
    const pipe = tiny.sys.pipe();
    const argv = ['awk', 'BEGIN { exit 3 } END { exit }'];
    const pid = tiny.sys.fork({ argv, main: awk.main, fds: new Map([[0, pipe.read]]) });
    tiny.sim.advance(tiny.sim.nowUs);
    expect(tiny.sys.reap(pid)).toMatchObject({ status: 3 });
  });

  test('a loop without end hears Ctrl-C', () => {
    const tiny = tinyWorld();
    const pid = tiny.sys.fork({ argv: ['awk', 'BEGIN { while (1) n++ }'], main: awk.main, group: 'new' });
    tiny.sim.advance(tiny.sim.nowUs, 50);
    expect(tiny.sys.reap(pid)).toBe(undefined);
    tiny.sys.killGroup(pid, 'SIGINT');
    tiny.sim.advance(tiny.sim.nowUs);
    expect(tiny.sys.reap(pid)).toMatchObject({ signal: 'SIGINT' });
  });

  test("chance is the machine's own", () => {
    const program = 'BEGIN { print rand(); srand(1); x = rand(); srand(1); print x == rand() }';
    expect(run(program).stdout).toMatch(/^0\.\d+\n1\n$/);
    expect(run(program).stdout).toBe(run(program).stdout);
  });
});
