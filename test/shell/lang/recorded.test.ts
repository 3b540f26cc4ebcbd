// Scripts run by GNU bash 5.2.15 (LC_ALL=C, /dev/null as input), with what it wrote and its status: ours must write the same.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createBash } from '../../../src/shell/bash.ts';
import { COMMANDS } from '../../../src/shell/cmd/registry.ts';
import { runMain, tinyWorld } from '../../support/run-program.ts';

interface Recorded {
  readonly script: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const recorded = readFileSync(new URL('recorded.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

const ENV = new Map([
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['HOME', '/root'],
  ['LC_ALL', 'C'],
]);

test.each(recorded)('bash -c $script', ({ script, status, stdout, stderr }) => {
  const bash = createBash();
  const world = tinyWorld({ commands: COMMANDS, shell: bash, spec: { role: 'client' } });
  const argv = ['bash', '-c', Buffer.from(script).toString('latin1')];
  expect(runMain(world, bash, argv, { env: ENV })).toEqual({ status, stdout, stderr });
});
