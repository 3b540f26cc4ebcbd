import { expect, test } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import { printIpv4 } from '../../src/net/wire/address.ts';
import { CLIENT, destConfig, Director, ip, server, serviceConfig, SYN, VIP } from './director.ts';

const persistent = (more = {}) => new Director().serve('rr', [1, 1, 1], { persistentSeconds: 300, ...more });
const at = (n: number) => ip('10.10.10.0') + n;
const later = (director: Director, seconds: number) => director.sim.advance(director.sim.nowUs + seconds * SECOND);

const templates = (director: Director) =>
  director.ipvs.control
    .connections()
    .filter(({ template }) => template)
    .map(({ protocol, client, virtual, dest, state }) => {
      const end = (e: typeof client) => `${printIpv4(e.ip)}:${e.port}`;
      return `${protocol} ${end(client)} ${end(virtual)} ${end(dest)} ${state}`;
    });

test('a client keeps its server; the scheduler turns once a client', () => {
  const director = persistent();
  expect([100, 101, 100, 102, 100, 103].map((n) => director.visit(undefined, at(n))).join(' ')).toBe('3 2 3 1 3 3');
  const { dests } = director.ipvs.control.services()[0]!;
  expect(dests.map((dest) => dest.persistent)).toEqual([2, 1, 1]);
  expect(director.events('ipvs.scheduled')[2]!.because).toMatchObject({ code: 'template', client: at(100) });
});

test('a netmask makes neighbours one client', () => {
  const director = persistent({ netmask: ip('255.255.255.252') });
  expect([112, 113, 115, 116, 119].map((n) => director.visit(undefined, at(n))).join(' ')).toBe('3 3 3 2 2');
  expect(templates(director)[0]).toBe('tcp 10.10.10.112:0 10.10.10.1:80 192.168.10.13:80 ASSURED');
});

test('a template is assured by the first established connection', () => {
  const director = persistent();
  director.send(SYN, 5000);
  expect(templates(director)).toEqual(['tcp 10.10.10.100:0 10.10.10.1:80 192.168.10.13:80 NONE']);
  director.open(5001);
  expect(templates(director)).toEqual(['tcp 10.10.10.100:0 10.10.10.1:80 192.168.10.13:80 ASSURED']);
});

test('a template lives on in steps of a minute while connections depend on it', () => {
  const director = persistent({ persistentSeconds: 5 });
  director.visit();
  later(director, 121);
  expect(templates(director)).toHaveLength(1);
  later(director, 5);
  expect(templates(director)).toHaveLength(0);
});

test('a quiesced server keeps its clients, unless expire_quiescent_template', () => {
  const director = persistent();
  director.visit();
  director.edit(3, 0);
  expect(director.visits(2)).toBe('3 3');
  director.ip.sysctl.row('net/ipv4/vs/expire_quiescent_template')!.write('1');
  expect(director.visits(2)).toBe('2 2');
  expect(templates(director)[0]).toBe('tcp 10.10.10.100:0 10.10.10.1:65535 192.168.10.13:65535 ASSURED');
});

test('a deleted server loses its clients', () => {
  const director = persistent();
  director.visit();
  director.delete(3);
  expect(director.visits(2)).toBe('2 2');
});

test('a service for all ports has one template a client', () => {
  const director = new Director();
  const key = { protocol: 'tcp', address: VIP, port: 0 } as const;
  director.ipvs.control.addService(key, serviceConfig('rr', { persistentSeconds: 60 }));
  for (const n of [1, 2]) director.ipvs.control.addDest(key, { address: server(n), port: 0 }, destConfig());
  for (const port of [80, 443, 8080]) director.ip.pass('input', director.tcp(SYN, CLIENT, 5000, VIP, port));
  expect(director.ip.sent.map(({ dst }) => dst - server(0))).toEqual([2, 2, 2]);
  expect(templates(director)).toEqual(['tcp 10.10.10.100:0 10.10.10.1:0 192.168.10.12:0 NONE']);
});

test('a mark’s template has the mark for an address', () => {
  const director = new Director();
  director.ipvs.control.addService({ mark: 5 }, serviceConfig('rr', { persistentSeconds: 60 }));
  director.ipvs.control.addDest({ mark: 5 }, { address: server(1), port: 0 }, destConfig());
  director.ip.pass('input', director.tcp(SYN, CLIENT, 5000, VIP, 80), 5);
  expect(templates(director)).toEqual(['ip 10.10.10.100:0 0.0.0.5:0 192.168.10.11:0 NONE']);
});
