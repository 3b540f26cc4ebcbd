import { expect, test } from 'vitest';
import type { Main, Sys, UnitInfo } from '../../../src/host/sys.ts';
import { sleepUntil } from '../../../src/sim/process.ts';
import { fakeIpvsadmWorld } from '../../support/fake-ipvsadm.ts';
import { runMain, type Tiny } from '../../support/run-program.ts';

const httpd: Main = function* (sys) {
  for (;;) yield* sleepUntil(sys.nowUs + 1_000_000_000);
};

const world = () => fakeIpvsadmWorld(httpd);

const job = (tiny: Tiny, verb: 'start' | 'stop', unit: string): string => {
  let answer = '';
  runMain(
    tiny,
    function* (sys: Sys) {
      answer = yield* sys.units[verb](unit);
      return 0;
    },
    ['systemctl'],
  );
  return answer;
};

const of = (tiny: Tiny, name: string): UnitInfo => tiny.sys.units.unit(name)!;
const lines = (tiny: Tiny, name: string) => of(tiny, name).log.map(({ line }) => line.replace(/\[\d\d+\]/, '[PID]'));

test('ipvsadm without its rules file fails as the reference says, and its log says why', () => {
  const { tiny } = world();
  expect(job(tiny, 'start', 'ipvsadm')).toBe('failed');
  expect(of(tiny, 'ipvsadm')).toMatchObject({ state: 'failed', sub: 'failed', enabled: false });
  expect(lines(tiny, 'ipvsadm')).toEqual([
    'systemd[1]: Starting Initialise the Linux Virtual Server...',
    'bash[PID]: /bin/bash: /etc/sysconfig/ipvsadm: No such file or directory',
    'systemd[1]: ipvsadm.service: main process exited, code=exited, status=1/FAILURE',
    'systemd[1]: Failed to start Initialise the Linux Virtual Server.',
    'systemd[1]: Unit ipvsadm.service entered failed state.',
    'systemd[1]: ipvsadm.service failed.',
  ]);
  expect(job(tiny, 'stop', 'ipvsadm')).toBe('ok');
  expect(of(tiny, 'ipvsadm').state).toBe('failed');
});

test('ipvsadm restores its file when it starts, and saves and clears when it stops', () => {
  const { tiny, table } = world();
  tiny.sys.writeFile('/etc/sysconfig/ipvsadm', 'rules\n');
  expect(job(tiny, 'start', 'ipvsadm')).toBe('ok');
  expect([table.text, of(tiny, 'ipvsadm').state, of(tiny, 'ipvsadm').sub]).toEqual(['rules\n', 'active', 'exited']);
  table.text = 'changed\n';
  expect(job(tiny, 'stop', 'ipvsadm.service')).toBe('ok');
  expect([table.text, tiny.sys.readFile('/etc/sysconfig/ipvsadm'), of(tiny, 'ipvsadm').state]).toEqual([
    '',
    'changed\n',
    'inactive',
  ]);
});

test('a running service has a main process, and stopping ends it', () => {
  const { tiny } = world();
  expect(job(tiny, 'start', 'httpd')).toBe('ok');
  const { mainPid, state, sub } = of(tiny, 'httpd');
  expect([state, sub]).toEqual(['active', 'running']);
  expect(tiny.sys.processes().find(({ pid }) => pid === mainPid)).toMatchObject({
    parent: 1,
    argv: ['/usr/sbin/httpd', '-DFOREGROUND'],
  });
  expect(job(tiny, 'stop', 'httpd')).toBe('ok');
  expect(tiny.sys.processes().some(({ pid }) => pid === mainPid)).toBe(false);
  expect(of(tiny, 'httpd').state).toBe('inactive');
});

test('a service whose main process is killed has failed', () => {
  const { tiny } = world();
  job(tiny, 'start', 'httpd');
  tiny.sys.kill(of(tiny, 'httpd').mainPid!, 'SIGKILL');
  tiny.sim.advance(tiny.sim.nowUs + 1);
  expect(of(tiny, 'httpd').state).toBe('failed');
  expect(lines(tiny, 'httpd')).toContain('systemd[1]: httpd.service: main process exited, code=killed, status=9/KILL');
});

test('enabling makes the link that a boot follows', () => {
  const { tiny, table } = world();
  expect(tiny.sys.units.setEnabled('ipvsadm', true)).toBe('changed');
  expect(tiny.sys.units.setEnabled('ipvsadm', true)).toBe('unchanged');
  expect(tiny.sys.units.setEnabled('nosuch', true)).toBe('not-found');
  expect(tiny.sys.readlink('/etc/systemd/system/multi-user.target.wants/ipvsadm.service')).toBe(
    '/usr/lib/systemd/system/ipvsadm.service',
  );
  tiny.sys.writeFile('/etc/sysconfig/ipvsadm', 'kept\n');
  tiny.machine.powerOff();
  tiny.sim.advance(tiny.sim.nowUs + 1);
  tiny.machine.boot();
  tiny.sim.advance(tiny.sim.nowUs + 1);
  expect([table.text, of(tiny, 'ipvsadm').state, of(tiny, 'ipvsadm').enabled]).toEqual(['kept\n', 'active', true]);
});

test('a unit that the learner writes is read from its file', () => {
  const { tiny } = world();
  tiny.sys.writeFile(
    '/etc/systemd/system/mine.service',
    '[Unit]\nDescription=Mine\n[Service]\nExecStart=/usr/sbin/nosuch\n',
  );
  expect(of(tiny, 'mine')).toMatchObject({ description: 'Mine', installable: false });
  expect(job(tiny, 'start', 'mine')).toBe('failed');
  expect(job(tiny, 'start', 'nosuch')).toBe('not-found');
});
