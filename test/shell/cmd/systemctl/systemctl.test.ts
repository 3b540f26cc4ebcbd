// The words are those of the reference's screens (systemd 219).

import { expect, test } from 'vitest';
import { decodeUtf8 } from '../../../../src/base/bytes.ts';
import { journalctl } from '../../../../src/shell/cmd/journalctl/journalctl.ts';
import { systemctl } from '../../../../src/shell/cmd/systemctl/systemctl.ts';
import { fakeIpvsadmWorld } from '../../../support/fake-ipvsadm.ts';
import { idle, runMain, type Tiny } from '../../../support/run-program.ts';

const run = (tiny: Tiny, ...args: string[]) => {
  const main = args[0] === 'journalctl' ? journalctl.main : systemctl.main;
  const ran = runMain(tiny, main, args[0] === 'journalctl' ? args : ['systemctl', ...args]);
  return { ...ran, stdout: decodeUtf8(ran.stdout).replace(/(?<=\[|Process: |PID: |─)1\d\d\d/g, 'PID') };
};

test('a service that cannot start says where to look, and status says why', () => {
  const { tiny } = fakeIpvsadmWorld(idle);
  expect(run(tiny, 'start', 'ipvsadm')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'Job for ipvsadm.service failed because the control process exited with error code. See "systemctl status ipvsadm.service" and "journalctl -xe" for details.\n',
  });
  tiny.sim.advance(tiny.sim.nowUs + 5_000_000);
  expect(run(tiny, 'status', 'ipvsadm')).toEqual({
    status: 3,
    stderr: '',
    stdout: `● ipvsadm.service - Initialise the Linux Virtual Server
   Loaded: loaded (/usr/lib/systemd/system/ipvsadm.service; disabled; vendor preset: disabled)
   Active: failed (Result: exit-code) since Wed 2019-01-16 09:30:00 CST; 5s ago
  Process: PID ExecStart=/bin/bash -c exec /sbin/ipvsadm-restore < /etc/sysconfig/ipvsadm (code=exited, status=1/FAILURE)
 Main PID: PID (code=exited, status=1/FAILURE)

Jan 16 09:30:00 svr1 systemd[1]: Starting Initialise the Linux Virtual Server...
Jan 16 09:30:00 svr1 bash[PID]: /bin/bash: /etc/sysconfig/ipvsadm: No such file or directory
Jan 16 09:30:00 svr1 systemd[1]: ipvsadm.service: main process exited, code=exited, status=1/FAILURE
Jan 16 09:30:00 svr1 systemd[1]: Failed to start Initialise the Linux Virtual Server.
Jan 16 09:30:00 svr1 systemd[1]: Unit ipvsadm.service entered failed state.
Jan 16 09:30:00 svr1 systemd[1]: ipvsadm.service failed.
`,
  });
});

test('a service that has started is active, and enabling it makes a link', () => {
  const { tiny } = fakeIpvsadmWorld(idle);
  tiny.sys.writeFile('/etc/sysconfig/ipvsadm', 'rules\n');
  expect(run(tiny, 'restart', 'ipvsadm')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(run(tiny, 'is-active', 'ipvsadm')).toMatchObject({ status: 0, stdout: 'active\n' });
  expect(run(tiny, 'status', 'ipvsadm').stdout).toContain(
    'Active: active (exited) since Wed 2019-01-16 09:30:00 CST; ',
  );
  expect(run(tiny, 'is-enabled', 'ipvsadm')).toMatchObject({ status: 1, stdout: 'disabled\n' });
  expect(run(tiny, 'enable', 'ipvsadm').stderr).toBe(
    'Created symlink from /etc/systemd/system/multi-user.target.wants/ipvsadm.service to /usr/lib/systemd/system/ipvsadm.service.\n',
  );
  expect(run(tiny, 'disable', 'ipvsadm').stderr).toBe(
    'Removed symlink /etc/systemd/system/multi-user.target.wants/ipvsadm.service.\n',
  );
});

test('restarting keeps the live rules, because stopping saves them', () => {
  const { tiny, table } = fakeIpvsadmWorld(idle);
  tiny.sys.writeFile('/etc/sysconfig/ipvsadm', 'rules\n');
  run(tiny, 'start', 'ipvsadm');
  table.text = 'live\n';
  tiny.sys.writeFile('/etc/sysconfig/ipvsadm', 'edited\n');
  run(tiny, 'restart', 'ipvsadm');
  expect([table.text, tiny.sys.readFile('/etc/sysconfig/ipvsadm')]).toEqual(['live\n', 'live\n']);
});

test('a running service shows its processes', () => {
  const { tiny } = fakeIpvsadmWorld(idle);
  run(tiny, 'start', 'httpd');
  const { stdout } = run(tiny, 'status', 'httpd');
  expect(stdout).toContain(' Main PID: PID (httpd)\n');
  expect(stdout).toContain('   CGroup: /system.slice/httpd.service\n           └─PID /usr/sbin/httpd -DFOREGROUND\n');
});

test('units that are not there are refused as 219 does', () => {
  const { tiny } = fakeIpvsadmWorld(idle);
  expect(run(tiny, 'start', 'nosuch').stderr).toBe(
    'Failed to start nosuch.service: Unit nosuch.service failed to load: No such file or directory.\n',
  );
  expect(run(tiny, 'stop', 'nosuch').stderr).toBe('Failed to stop nosuch.service: Unit nosuch.service not loaded.\n');
  expect(run(tiny, 'reload', 'ipvsadm').stderr).toContain(
    'Job type reload is not applicable for unit ipvsadm.service.',
  );
  expect(run(tiny, 'is-active', 'nosuch').stdout).toBe('unknown\n');
  expect(run(tiny, 'frob').stderr).toBe("Unknown operation 'frob'.\n");
  expect(run(tiny, 'mask', 'httpd').stderr).toBe('systemctl: mask: not in this simulator\n');
});

test('list-units shows what is loaded, and journalctl what was logged', () => {
  const { tiny } = fakeIpvsadmWorld(idle);
  run(tiny, 'start', 'ipvsadm');
  expect(run(tiny, 'list-units', '--no-legend').stdout).toBe(
    `● ipvsadm.service loaded failed failed Initialise the Linux Virtual Server
  network.service loaded active exited LSB: Bring up/down networking
`,
  );
  const log = run(tiny, 'journalctl', '-xe', '-u', 'ipvsadm').stdout;
  expect(log).toMatch(/^-- Logs begin at Wed 2019-01-16 09:30:00 CST, end at Wed 2019-01-16 09:30:00 CST\. --\n/);
  expect(log).toContain(
    'Failed to start Initialise the Linux Virtual Server.\n-- Subject: Unit ipvsadm.service has failed\n',
  );
});
