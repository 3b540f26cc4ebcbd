// The headless session runner as a caller sees it: what it prints and its exit status.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'sessions-'));
const nat = JSON.parse(readFileSync('lessons/+labs/nat.json', 'utf8'));

function session(args: readonly string[], cwd = folder) {
  const bundle = resolve('src/cli/bundle.mjs');
  const done = spawnSync(process.execPath, [bundle, 'session', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: cwd },
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

/** Writes a file into the folder; returns its name. */
function file(name: string, text: string): string {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return name;
}

beforeAll(() => {
  session(['--nothing']); // bundles once, so that the tests themselves are quick
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('session FILE ends with the count and status 0 when all match', () => {
  const name = file('right.session', '# topology: nat\n[client]# echo $((6 * 7))\n42\n');
  expect(session([name])).toEqual({ status: 0, out: '1 of 1 steps match in 1 sessions\n', err: '' });
});

test('session FILE prints what was expected and what was found, and status 1, when a step differs', () => {
  const name = file('wrong.session', '# topology: nat\n[client]# echo 41\n42\n[client]# true\n');
  const { status, out } = session([name]);
  expect(status).toBe(1);
  expect(out).toMatch(
    /\[client\]# echo 41\n {2}expected\n {4}42\n {2}found\n {4}41\n1 of 2 steps match in 1 sessions\n$/,
  );
});

test('session --print FILE prints the session with our outputs', () => {
  const name = file('print.session', '# title: t\n# topology: nat\n[svr1]# hostname\nnobody\n');
  expect(session(['--print', name])).toEqual({
    status: 0,
    out: '# title: t\n# topology: nat\n[svr1]# hostname\nsvr1\n',
    err: '',
  });
});

test('a topology is found beside the session first, then in ../topologies', () => {
  const only = { ...nat, hosts: [{ ...nat.hosts[0], name: 'beside' }] };
  file('a/mine.json', JSON.stringify(only));
  file('a/s.session', '# topology: mine\n[beside]# hostname\nbeside\n');
  file('topologies/other.json', JSON.stringify({ ...only, hosts: [{ ...nat.hosts[0], name: 'above' }] }));
  file('a/t.session', '# topology: other\n[above]# hostname\nabove\n');
  expect(session(['a/s.session', 'a/t.session'])).toMatchObject({
    status: 0,
    out: '2 of 2 steps match in 2 sessions\n',
  });
});

test('a wrong topology is named with file, place, what was expected and found; status 2', () => {
  const broken = structuredClone(nat);
  broken.hosts[1].interfaces[1].segment = 'nowhere';
  file('broken.json', JSON.stringify(broken));
  const { status, err } = session([file('broken.session', '# topology: broken\n[client]# true\n')]);
  expect(status).toBe(2);
  expect(err).toContain('broken.json: hosts[1].interfaces[1].segment: expected one of outside, inside, found nowhere');
});

test('a missing file, an unknown topology, host or option each say so; status 2', () => {
  expect(session(['nosuch.session'])).toMatchObject({ status: 2, err: expect.stringContaining('nosuch.session') });
  const stray = file('stray.session', '# topology: nosuch\n[client]# true\n');
  expect(session([stray])).toMatchObject({ status: 2, err: expect.stringContaining('no topology nosuch') });
  const host = file('host.session', '# topology: nat\n[web9]# true\n');
  expect(session([host])).toMatchObject({
    status: 2,
    err: expect.stringContaining('no host web9 in nat (it has client'),
  });
  expect(session(['--nothing'])).toMatchObject({ status: 2, err: expect.stringContaining('usage:') });
});
