import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/lab/check/check.ts';
import { attempted } from '../../../src/ui/state/attempted.ts';

const forwarding: Check = { kind: 'sysctl', host: 'svr1', key: 'net.ipv4.ip_forward', value: 1 };
const service: Check = { kind: 'service', host: 'svr1', protocol: 'tcp', address: '10.10.10.1', port: 80 };
const saved: Check = { kind: 'saved', host: 'svr1' };
const http: Check = { kind: 'http', from: 'client', url: 'http://10.10.10.1/' };

const after = (check: Check, ...lines: readonly (readonly [host: string, line: string])[]) =>
  attempted(check, (host) => lines.filter(([on]) => on === host).map(([, line]) => line), ['client', 'svr1', 'web1']);

describe('an objective', () => {
  it.each([forwarding, service, saved, http])('of kind $kind is not attempted by looking around', (check) => {
    const looks = ['curl http://10.10.10.1/', 'ipvsadm -Ln', 'ifconfig', 'ping -c1 192.168.10.11', 'route -n'];
    expect(after(check, ...looks.flatMap((line) => [['client', line] as const, ['svr1', line] as const]))).toBe(false);
  });

  it.each([
    'sysctl -w net.ipv4.ip_forward=1',
    'sysctl -p',
    'echo net.ipv4.ip_forward = 1 >> /etc/sysctl.conf',
    'echo 0 > /proc/sys/net/ipv4/ip_forward',
  ])('about forwarding is attempted by %s', (line) => {
    expect([after(forwarding, ['svr1', line]), after(forwarding, ['web1', line])]).toEqual([true, false]);
  });

  it('about a service is attempted by ipvsadm -A', () => {
    const line = 'ipvsadm -A -t 10.10.10.1:80';
    expect([after(service, ['svr1', line]), after(http, ['svr1', line])]).toEqual([true, false]);
  });

  it('about traffic, and what traffic needs, is attempted once a real server was added', () => {
    const line = 'for i in 1 2; do ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.1$i -m; done';
    expect([http, service, forwarding].map((check) => after(check, ['svr1', line]))).toEqual([true, true, true]);
    expect(after(saved, ['svr1', line])).toBe(false);
  });

  it('about saved rules is attempted by saving', () => {
    expect(after(saved, ['svr1', 'ipvsadm-save -n > /root/rules'])).toBe(true);
  });
});
