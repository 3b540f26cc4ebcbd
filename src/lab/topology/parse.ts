// A topology file checked: every wrong place is named with what was expected and what was found, and nothing is built.

import * as v from 'valibot';
import { parseIpv4, parseMac } from '../../net/wire/address.ts';
import { describeIssues, type Problem } from '../problem.ts';
import type { Topology } from './topology.ts';

const isPrefix = (text: string) => /^\d+$/.test(text) && Number(text) <= 32;

const address = v.pipe(
  v.string(),
  v.check((text) => {
    const [ip, prefix, ...rest] = text.split('/');
    return rest.length === 0 && parseIpv4(ip!) !== undefined && prefix !== undefined && isPrefix(prefix);
  }, 'an IPv4 address with its prefix length, like 192.168.10.1/24'),
);
const destination = v.pipe(
  v.string(),
  v.check((text) => {
    const [ip, prefix = '32', ...rest] = text.split('/');
    return text === 'default' || (rest.length === 0 && parseIpv4(ip!) !== undefined && isPrefix(prefix));
  }, 'an IPv4 network like 10.1.0.0/16, an address, or default'),
);
const ipv4 = v.pipe(
  v.string(),
  v.check((text) => parseIpv4(text) !== undefined, 'an IPv4 address'),
);
const mac = v.pipe(
  v.string(),
  v.check((text) => parseMac(text) !== undefined, 'a MAC address like 52:54:00:00:00:01'),
);
const name = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_-]{0,30}$/, 'a name of letters, digits, - and _'));

const host = v.strictObject({
  name,
  role: v.string(),
  interfaces: v.array(
    v.strictObject({
      name: v.pipe(v.string(), v.regex(/^[a-z]+[0-9]+$/, 'a device name like eth0')),
      segment: v.string(),
      mac: v.optional(mac),
      addresses: v.optional(v.array(address)),
    }),
  ),
  gateway: v.optional(ipv4),
  routes: v.optional(v.array(v.strictObject({ to: destination, via: ipv4 }))),
  sysctl: v.optional(v.record(v.string(), v.union([v.number(), v.string()]))),
  modules: v.optional(v.array(v.string())),
  http: v.optional(
    v.record(
      v.pipe(
        v.string(),
        v.check((port) => /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535, 'a port, 1 to 65535'),
      ),
      v.record(v.pipe(v.string(), v.startsWith('/', 'a path that starts with /')), v.string()),
    ),
  ),
  files: v.optional(v.record(v.pipe(v.string(), v.startsWith('/', 'an absolute path')), v.string())),
});

const topology = v.strictObject({
  title: v.string(),
  segments: v.pipe(v.array(name), v.minLength(1, 'at least one segment')),
  hosts: v.pipe(v.array(host), v.minLength(1, 'at least one host')),
  stage: v.optional(v.record(v.string(), v.strictObject({ x: v.number(), y: v.number() }))),
});

const repeated = (words: readonly string[]): string | undefined =>
  words.find((word, index) => words.indexOf(word) !== index);

/** What a shape cannot say: names that must be unique, or must name something. */
function crossProblems(parsed: Topology): Problem[] {
  const problems: Problem[] = [];
  const report = (place: string, expected: string, found: string) => problems.push({ place, expected, found });
  const hostTwice = repeated(parsed.hosts.map((each) => each.name));
  if (hostTwice) report('hosts', 'every host with a name of its own', `${hostTwice} twice`);
  const segmentTwice = repeated(parsed.segments);
  if (segmentTwice) report('segments', 'every segment with a name of its own', `${segmentTwice} twice`);
  const macs = new Map<string, string>();
  parsed.hosts.forEach((each, h) => {
    const deviceTwice = repeated(each.interfaces.map((nic) => nic.name));
    if (deviceTwice) report(`hosts[${h}].interfaces`, 'every device with a name of its own', `${deviceTwice} twice`);
    each.interfaces.forEach((nic, i) => {
      const place = `hosts[${h}].interfaces[${i}]`;
      if (!parsed.segments.includes(nic.segment))
        report(`${place}.segment`, `one of ${parsed.segments.join(', ')}`, nic.segment);
      const owner = nic.mac && macs.get(nic.mac.toLowerCase());
      if (owner) report(`${place}.mac`, 'a MAC that nobody else has', `${nic.mac}, which is ${owner}'s`);
      if (nic.mac) macs.set(nic.mac.toLowerCase(), `${each.name} ${nic.name}`);
    });
  });
  for (const placed of Object.keys(parsed.stage ?? {}))
    if (!parsed.segments.includes(placed) && !parsed.hosts.some((each) => each.name === placed))
      report(`stage.${placed}`, 'the name of a host or segment', placed);
  return problems;
}

/** JSON → a topology, or all that is wrong with it. */
export function parseTopology(json: unknown): { ok: true; topology: Topology } | { ok: false; problems: Problem[] } {
  const parsed = v.safeParse(topology, json);
  if (!parsed.success) return { ok: false, problems: describeIssues(parsed.issues) };
  const problems = crossProblems(parsed.output);
  return problems.length ? { ok: false, problems } : { ok: true, topology: parsed.output };
}
