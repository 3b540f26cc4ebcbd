// The errnos are those that a Linux kernel gave for the same calls.

import { expect, test } from 'vitest';
import { errno, isErrno } from '../../../src/base/errno.ts';
import type { Sys } from '../../../src/host/sys.ts';
import { MAX_FILE_BYTES } from '../../../src/host/vfs/store.ts';
import { runMain, tinyWorld } from '../../support/run-program.ts';

const fresh = (): Sys => tinyWorld().sys;
const refusal = (value: unknown) => (isErrno(value) ? value.errno : value);

test('what is written is read back, and append adds to it', () => {
  const sys = fresh();
  expect(sys.writeFile('/tmp/a', 'one\n')).toBeUndefined();
  sys.writeFile('/tmp/a', 'two\n', { append: true });
  expect(sys.readFile('/tmp/a')).toBe('one\ntwo\n');
  expect(sys.stat('/tmp/a')).toMatchObject({ kind: 'file', mode: 0o644, size: 8, links: 1 });
});

test('the image has root in /etc/passwd and the release of the course', () => {
  const sys = fresh();
  expect(sys.readFile('/etc/passwd')).toContain('root:x:0:0');
  expect(sys.readFile('/etc/redhat-release')).toBe('CentOS Linux release 7.2.1511 (Core) \n');
  expect(sys.readdir('/')).toEqual(
    expect.arrayContaining(['bin', 'boot', 'dev', 'etc', 'home', 'proc', 'root', 'tmp', 'usr', 'var']),
  );
});

test('a change of an image file stays on its machine', () => {
  const one = fresh();
  const two = fresh();
  one.writeFile('/etc/hosts', 'mine\n');
  one.unlink('/etc/passwd');
  expect(two.readFile('/etc/hosts')).toContain('localhost');
  expect(two.readFile('/etc/passwd')).toContain('root');
  expect(refusal(one.stat('/etc/passwd'))).toBe('ENOENT');
  expect(one.readdir('/etc')).not.toContain('passwd');
});

test('paths are refused as the kernel refuses them', () => {
  const sys = fresh();
  sys.mkdir('/tmp/d');
  sys.writeFile('/tmp/d/f', '');
  sys.writeFile('/tmp/f', 'x');
  sys.symlink('l', '/tmp/l');
  sys.symlink('nowhere', '/tmp/m');
  const cases: [unknown, string][] = [
    [sys.unlink('/tmp/d'), 'EISDIR'],
    [sys.rmdir('/tmp/f'), 'ENOTDIR'],
    [sys.rmdir('/tmp/d'), 'ENOTEMPTY'],
    [sys.rename('/tmp/f', '/tmp/f/x'), 'ENOTDIR'],
    [sys.rename('/tmp/d', '/tmp/f'), 'ENOTDIR'],
    [sys.rename('/tmp/f', '/tmp/d'), 'EISDIR'],
    [sys.rename('/tmp/d', '/tmp/d/x'), 'EINVAL'],
    [sys.rename('/tmp/d', '/tmp/.'), 'EBUSY'],
    [sys.readlink('/tmp/f'), 'EINVAL'],
    [sys.mkdir('/tmp/l'), 'EEXIST'],
    [sys.mkdir('/'), 'EEXIST'],
    [sys.unlink('/'), 'EISDIR'],
    [sys.rmdir('/tmp/.'), 'EINVAL'],
    [sys.rmdir('/tmp/..'), 'ENOTEMPTY'],
    [sys.rmdir('/'), 'EBUSY'],
    [sys.symlink('a', '/tmp/f'), 'EEXIST'],
    [sys.symlink('', '/tmp/ff'), 'ENOENT'],
    [sys.stat(''), 'ENOENT'],
    [sys.stat(`/tmp/${'a'.repeat(300)}`), 'ENAMETOOLONG'],
    [sys.unlink('/tmp/f/'), 'ENOTDIR'],
    [sys.stat('/tmp/m/'), 'ENOENT'],
    [sys.stat('/tmp/f/..'), 'ENOTDIR'],
    [sys.stat('/tmp/l'), 'ELOOP'],
    [sys.chdir('/tmp/f'), 'ENOTDIR'],
    [sys.open('/tmp/d', 'write'), 'EISDIR'],
    [sys.open('/tmp/new/', 'write', { create: true }), 'EISDIR'],
    [sys.open('/tmp/f', 'write', { create: true, exclusive: true }), 'EEXIST'],
    [sys.open('/tmp/m', 'write', { create: true, exclusive: true }), 'EEXIST'],
    [sys.open('/tmp/l', 'write', { create: true }), 'ELOOP'],
    [sys.open('/nosuch/f', 'write', { create: true }), 'ENOENT'],
    [sys.writeFile('/dev/full', 'x'), 'ENOSPC'],
    [sys.writeFile('/tmp/big', 'x'.repeat(MAX_FILE_BYTES + 1)), 'EFBIG'],
  ];
  expect(cases.map(([value]) => refusal(value))).toEqual(cases.map(([, expected]) => expected));
});

test('/proc is refused as the kernel refuses it', () => {
  const sys = fresh();
  const cases: [unknown, string][] = [
    [sys.writeFile('/proc/x', ''), 'ENOENT'],
    [sys.mkdir('/proc/x'), 'ENOENT'],
    [sys.unlink('/proc/version'), 'EPERM'],
    [sys.writeFile('/proc/version', '1\n'), 'EIO'],
    [sys.writeFile('/proc/net/arp', '1\n'), 'EACCES'],
    [sys.writeFile('/proc/sys/net/ipv4/nosuch', '1\n'), 'ENOENT'],
    [sys.writeFile('/proc/sys/net/ipv4/ip_forward', 'abc\n'), 'EINVAL'],
    [sys.rename('/proc/version', '/tmp/x'), 'EXDEV'],
    [sys.rename('/tmp', '/proc/x'), 'EXDEV'],
    [sys.rmdir('/proc'), 'EBUSY'],
  ];
  expect(cases.map(([value]) => refusal(value))).toEqual(cases.map(([, expected]) => expected));
});

test('a symbolic link leads on, relative to where it lies, and a dangling one makes its target', () => {
  const sys = fresh();
  sys.mkdir('/tmp/d');
  sys.symlink('../d', '/tmp/d/self');
  sys.symlink('nowhere', '/tmp/d/m');
  sys.writeFile('/tmp/d/self/self/m', 'hi\n');
  expect(sys.readFile('/tmp/d/nowhere')).toBe('hi\n');
  expect(sys.realpath('/tmp/d/self/m')).toBe('/tmp/d/nowhere');
  expect(sys.realpath('/bin/../sbin')).toBe('/usr/sbin');
  expect(sys.readlink('/bin')).toBe('usr/bin');
});

test('a renamed file keeps its inode and a hard link shares its bytes', () => {
  const sys = fresh();
  sys.writeFile('/tmp/a', '1');
  const before = sys.stat('/tmp/a');
  sys.rename('/tmp/a', '/tmp/b');
  expect(sys.stat('/tmp/b')).toEqual(before);
  sys.link('/tmp/b', '/tmp/c');
  sys.writeFile('/tmp/c', '2');
  expect(sys.readFile('/tmp/b')).toBe('2');
  expect(sys.stat('/tmp/b')).toMatchObject({ links: 2 });
});

test('a descriptor keeps its offset, shared with its duplicates', () => {
  const world = tinyWorld();
  world.sys.writeFile('/tmp/f', 'abcdef');
  const ran = runMain(
    world,
    function* (sys) {
      const fd = sys.open('/tmp/f', 'read') as number;
      const other = sys.dup(fd) as number;
      yield* sys.write(1, (yield* sys.read(fd, 2)) as string);
      yield* sys.write(1, `|${(yield* sys.read(other, 2)) as string}`);
      sys.close(fd);
      yield* sys.write(1, `|${other}|${(yield* sys.read(other)) as string}`);
      return (yield* sys.read(fd)) === errno('EBADF') ? 0 : 1;
    },
    ['t'],
  );
  expect(ran).toEqual({ status: 0, stdout: 'ab|cd|10|ef', stderr: '' });
});

test('a file changed through a descriptor is one event when it is closed', () => {
  const world = tinyWorld();
  const from = world.sim.journal.nextSeq;
  const { sys } = world;
  sys.writeFile('/tmp/f', 'x');
  const changed = [...world.sim.journal.since(from)].filter(({ kind }) => kind === 'file.changed');
  expect(changed).toMatchObject([{ host: 'svr1', path: '/tmp/f' }]);
});
