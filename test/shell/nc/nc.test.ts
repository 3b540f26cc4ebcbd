import { expect, test } from 'vitest';
import { nc } from '../../../src/shell/cmd/nc/nc.ts';
import { runMain } from '../../support/run-program.ts';
import { WEB, webWorld } from '../../support/web-world.ts';

test('what is typed goes to the server, and its answer comes back', () => {
  const world = webWorld();
  const ran = runMain(world.client, nc.main, ['nc', '-N', WEB, '80'], { stdin: 'GET /\r\n\r\n' });
  expect(ran).toEqual({ status: 0, stdout: 'web1\n', stderr: '' });
});

test('-z scans ports, and -v tells of each', () => {
  const world = webWorld();
  expect(world.run(nc.main, 'nc', '-zv', WEB, '79-81')).toEqual({
    status: 0,
    stdout: '',
    stderr:
      'nc: connect to 10.0.0.80 port 79 (tcp) failed: Connection refused\n' +
      'Connection to 10.0.0.80 80 port [tcp/http] succeeded!\n' +
      'nc: connect to 10.0.0.80 port 81 (tcp) failed: Connection refused\n',
  });
});

test('-w ends the wait for a connection', () => {
  const world = webWorld();
  expect(world.run(nc.main, 'nc', '-v', '-w', '2', '10.0.0.99', '80')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'nc: connect to 10.0.0.99 port 80 (tcp) timed out: Operation now in progress\n',
  });
});

test('nobody at that address', () => {
  const world = webWorld();
  expect(world.run(nc.main, 'nc', '-v', '10.0.0.99', '80').stderr).toBe(
    'nc: connect to 10.0.0.99 port 80 (tcp) failed: No route to host\n',
  );
});

test('a name that nobody knows', () => {
  const world = webWorld();
  expect(world.run(nc.main, 'nc', 'nosuchhost', '80')).toMatchObject({
    status: 1,
    stderr: 'nc: getaddrinfo for host "nosuchhost" port 80: Temporary failure in name resolution\n',
  });
});

test('listening where another listens', () => {
  const world = webWorld();
  expect(runMain(world.web, nc.main, ['nc', '-l', '80'])).toMatchObject({
    status: 1,
    stderr: 'nc: Address already in use\n',
  });
});

test('one nc listens, another sends to it', () => {
  const world = webWorld();
  const sys = world.web.machine.rootSys();
  const file = sys.open('/tmp/got', 'write', { create: true }) as number;
  sys.fork({ argv: ['nc', '-l', '-d', '9000'], main: nc.main, fds: new Map([[1, file]]) });
  world.sim.advance(world.sim.nowUs + 1000);
  expect(runMain(world.client, nc.main, ['nc', '-N', WEB, '9000'], { stdin: 'hello\n' }).status).toBe(0);
  expect(sys.readFile('/tmp/got')).toBe('hello\n');
});

test('wrong usage', () => {
  const world = webWorld();
  expect(world.run(nc.main, 'nc', '-q').stderr).toMatch(/^nc: option requires an argument -- 'q'\nusage: nc /);
  expect(world.run(nc.main, 'nc', WEB).stderr).toBe('nc: missing port number\n');
  expect(world.run(nc.main, 'nc', WEB, '99999').stderr).toBe('nc: port number too large: 99999\n');
});
