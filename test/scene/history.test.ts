// What a host's box shows is what it was at the time that is looked at.
import { describe, expect, it } from 'vitest';
import { createLab, replay } from '../../src/lab/lab.ts';
import type { Lab } from '../../src/lab/contract.ts';
import { readLive, type LiveHost } from '../../src/scene/live.ts';
import { Timeline } from '../../src/scene/timeline/timeline.ts';
import { NAT } from './support.ts';

const COMMANDS = [
  'sysctl -w net.ipv4.ip_forward=1',
  'ipvsadm -A -t 10.10.10.1:80 -s rr',
  'ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.12 -m -w 2; ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.11 -m',
  'ipvsadm -E -t 10.10.10.1:80 -s wrr',
  'ifconfig eth0:1 10.10.10.9 netmask 255.255.255.0',
  'ifconfig eth0:1 down',
  'ipvsadm -C',
];

function run(lab: Lab): { atUs: number; svr1: LiveHost; vips: number }[] {
  return COMMANDS.map((command) => {
    lab.type('svr1', `${command}\r`);
    lab.advance(lab.nowUs + 500_000);
    const live = readLive(lab);
    return { atUs: lab.nowUs, svr1: live.hosts.get('svr1')!, vips: live.vips.size };
  });
}

const indexed = (lab: Lab): Timeline => {
  const timeline = new Timeline(lab.journal);
  timeline.update();
  return timeline;
};

describe('the past configuration', () => {
  const lab = createLab({ topology: NAT, seed: 1, log: [] });
  const seen = run(lab);
  const at = (own: Lab, tUs: number) => readLive(own, indexed(own).history.at(tUs));

  it('is what the host itself said at each time', () => {
    for (const { atUs, svr1, vips } of seen) {
      expect(at(lab, atUs).hosts.get('svr1')).toEqual(svr1);
      expect(at(lab, atUs).vips.size).toBe(vips);
    }
  });

  it('has neither service nor VIP nor forwarding before they were made', () => {
    const svr1 = at(lab, 0).hosts.get('svr1')!;
    expect([svr1.services, svr1.forwards, svr1.nics.map((nic) => nic.address?.vip ?? false)]).toEqual([
      [],
      false,
      [false, false],
    ]);
  });

  it('is the same in a lab that was brought back by replay', async () => {
    const again = await replay(lab.spec());
    for (const { atUs, svr1 } of seen) expect(at(again, atUs).hosts.get('svr1')).toEqual(svr1);
  });

  it("lists real servers in ipvsadm -Ln's order", () => {
    expect(seen[2]!.svr1.services[0]!.dests.map((dest) => dest.address)).toEqual([
      '192.168.10.11:80',
      '192.168.10.12:80',
    ]);
  });
});
