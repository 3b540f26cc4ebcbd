import { expect, test } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import {
  printIpVs,
  printIpVsConn,
  printIpVsConnSync,
  printIpVsStats,
  printIpVsStatsPercpu,
} from '../../src/ipvs/proc.ts';
import { Director, serviceConfig, VIP } from './director.ts';

test('/proc/net/ip_vs has services in hexadecimal, persistence in ticks, and blanks as the kernel leaves them', () => {
  const director = new Director().serve('rr', [1, 1], { persistentSeconds: 5 });
  const { control } = director.ipvs;
  control.addService({ protocol: 'udp', address: VIP, port: 53 }, serviceConfig('sh', { onePacket: true }));
  control.addService({ mark: 5 }, serviceConfig('rr', { persistentSeconds: 9 }));
  control.addService({ mark: 6 }, serviceConfig('wlc'));
  director.visit();
  expect(printIpVs(director.ipvs.state).split('\n').slice(3)).toEqual([
    'TCP  0A0A0A01:0050 rr  persistent 500 FFFFFFFF',
    '  -> C0A80A0C:0050      Masq    1      0          1         ',
    '  -> C0A80A0B:0050      Masq    1      0          0         ',
    'UDP  0A0A0A01:0035 sh ops  ',
    'FWM  00000005 rr persistent 900 FFFFFFFF',
    'FWM  00000006 wlc ',
    '',
  ]);
});

test('/proc/net/ip_vs_conn and ip_vs_conn_sync', () => {
  const director = new Director().serve('rr', [1]);
  director.visit(0xe3de);
  director.sim.advance(SECOND / 2);
  expect(printIpVsConn(director.ipvs.state)).toBe(
    'Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n' +
      'TCP 0A0A0A64 E3DE 0A0A0A01 0050 C0A80A0B 0050 TIME_WAIT       119\n',
  );
  expect(printIpVsConnSync(director.ipvs.state)).toBe(
    'Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Origin Expires\n' +
      'TCP 0A0A0A64 E3DE 0A0A0A01 0050 C0A80A0B 0050 TIME_WAIT   LOCAL      119\n',
  );
});

test('/proc/net/ip_vs_stats is a snapshot; in ip_vs_stats_percpu the processor’s row is live', () => {
  const director = new Director().serve('rr', [1]);
  director.visit();
  const { state } = director.ipvs;
  expect(printIpVsStatsPercpu(state).split('\n').slice(2, 4)).toEqual([
    '  0        1        4        2               A0               50',
    '  ~        0        0        0                0                0',
  ]);
  director.sim.advance(2 * SECOND);
  expect(printIpVsStats(state)).toBe(
    '   Total Incoming Outgoing         Incoming         Outgoing\n' +
      '   Conns  Packets  Packets            Bytes            Bytes\n' +
      '       1        4        2               A0               50\n\n' +
      ' Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n' +
      '       0        0        0               14                A\n',
  );
});
