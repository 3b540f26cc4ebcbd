// jq beyond the recorded session.

import { describe, expect, test } from 'vitest';
import { jq } from '../../../../src/shell/cmd/jq/jq.ts';
import { run, world } from '../../just-bash/waiting.ts';

describe('jq', () => {
  test('counts characters, not bytes, and prints them as they came', async () => {
    expect((await run(world(), jq, ['-r', '.e, (.e | length)'], '{"e":"\xc3\xa9"}')).stdout).toBe('\xc3\xa9\n1\n');
  });

  test.each([
    [['.', '/nosuch'], '', 'jq: error: Could not open file /nosuch: No such file or directory\n'],
    [['.a.b'], '{"a":1}', 'jq: error (at <stdin>:1): Cannot index number with string "b"\n'],
    [['-n', 'foo'], '', 'jq: error: foo/0 is not defined at <top-level>, line 1:\nfoo\njq: 1 compile error\n'],
    [['-n', 'now'], '', 'jq: now: not in this simulator\n'],
    [['-C', '.'], '', 'jq: -C: not in this simulator\n'],
  ])('%j', async (args, stdin, words) => {
    expect((await run(world(), jq, args, stdin)).stderr).toBe(words);
  });

  test('variables of the command line', async () => {
    const args = ['-n', '-c', '--arg', 'a', '1', '--argjson', 'b', '2', '[$a, $b]'];
    expect((await run(world(), jq, args)).stdout).toBe('["1",2]\n');
  });
});
