// The commands answer as the real tools did on the real kernel: the sessions beside this file, recorded like those of test/sessions.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSession, sameOutput } from '../../../src/lab/session/format.ts';
import { runSession } from '../../../src/lab/session/run.ts';
import type { Topology } from '../../../src/lab/topology/topology.ts';

const HERE = 'test/shell/cmd/sessions';
const NAT = JSON.parse(readFileSync('lessons/+labs/nat.json', 'utf8')) as Topology;

describe.each(readdirSync(HERE).filter((name) => name.endsWith('.session')))('%s', (file) => {
  const session = parseSession(readFileSync(`${HERE}/${file}`, 'utf8'));

  test('is answered as it was recorded', async () => {
    const answers = await runSession(NAT, session.steps);
    const different = session.steps.flatMap(({ command, said }, i) =>
      sameOutput(said, answers[i]!, session.masks) ? [] : [{ command, expected: said, found: answers[i] }],
    );
    expect(different).toEqual([]);
  });
});
