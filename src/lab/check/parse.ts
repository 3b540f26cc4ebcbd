// An exercise's checks.json, validated: every wrong place is named with what was expected and what was found.

import * as v from 'valibot';
import { parseIpv4 } from '../../net/wire/address.ts';
import { describeIssues, type Problem } from '../problem.ts';
import type { Topology } from '../topology/topology.ts';
import type { Objective } from './check.ts';

const ipv4 = v.pipe(
  v.string(),
  v.check((text) => parseIpv4(text) !== undefined, 'an IPv4 address'),
);
const port = v.pipe(
  v.number(),
  v.integer('a whole number'),
  v.minValue(1, 'a port, 1 to 65535'),
  v.maxValue(65535, 'a port, 1 to 65535'),
);
const serviceName = v.pipe(
  v.string(),
  v.check((text) => {
    const [ip, at, ...rest] = text.split(':');
    return rest.length === 0 && parseIpv4(ip!) !== undefined && /^\d+$/.test(at ?? '');
  }, 'a service like 10.10.10.1:80'),
);
const url = v.pipe(v.string(), v.startsWith('http://', 'a URL that starts with http://'));
const hosts = v.pipe(v.array(v.string()), v.minLength(2, 'at least two hosts'));
const protocol = v.picklist(['tcp', 'udp']);

const check = v.variant('kind', [
  v.strictObject({
    kind: v.literal('service'),
    host: v.string(),
    protocol,
    address: ipv4,
    port,
    scheduler: v.optional(v.string()),
    persistent: v.optional(v.boolean()),
  }),
  v.strictObject({
    kind: v.literal('destination'),
    host: v.string(),
    service: serviceName,
    address: ipv4,
    port: v.optional(port),
    forwarding: v.optional(v.picklist(['nat', 'dr', 'tun'])),
    weight: v.optional(v.number()),
  }),
  v.strictObject({
    kind: v.literal('sysctl'),
    host: v.string(),
    key: v.string(),
    value: v.union([v.number(), v.string()]),
  }),
  v.strictObject({
    kind: v.literal('http'),
    from: v.string(),
    url,
    status: v.optional(v.number()),
    body: v.optional(v.string()),
    timeoutSeconds: v.optional(v.number()),
  }),
  v.strictObject({
    kind: v.literal('spread'),
    from: v.string(),
    url,
    requests: v.pipe(
      v.number(),
      v.integer('a whole number'),
      v.minValue(2, 'at least two'),
      v.maxValue(200, 'at most 200'),
    ),
    shares: v.record(v.string(), v.number()),
  }),
  v.strictObject({ kind: v.literal('path'), from: v.string(), url, request: hosts, reply: hosts }),
  v.strictObject({ kind: v.literal('saved'), host: v.string() }),
]);

const text = v.strictObject({ zh: v.string(), en: v.string() });
const checksFile = v.strictObject({
  objectives: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'a word of small letters, digits and -')),
        text,
        points: v.pipe(v.number(), v.minValue(1, 'at least 1')),
        checks: v.pipe(v.array(check), v.minLength(1, 'at least one check')),
      }),
    ),
    v.minLength(1, 'at least one objective'),
  ),
});

/** The hosts that a check names, each with the key that names it. */
function namedHosts(one: Objective['checks'][number]): [string, string][] {
  if (one.kind === 'path')
    return [
      ['from', one.from],
      ...[...one.request, ...one.reply].flatMap((names) =>
        names.split('|').map((name): [string, string] => ['request/reply', name]),
      ),
    ];
  return 'host' in one ? [['host', one.host]] : [['from', one.from]];
}

/** JSON → objectives for labs of `topology`, or all that is wrong with it. */
export function parseChecks(
  json: unknown,
  topology: Topology,
): { ok: true; objectives: readonly Objective[] } | { ok: false; problems: Problem[] } {
  const parsed = v.safeParse(checksFile, json);
  if (!parsed.success) return { ok: false, problems: describeIssues(parsed.issues) };
  const names = topology.hosts.map((host) => host.name);
  const problems: Problem[] = [];
  const ids = new Set<string>();
  parsed.output.objectives.forEach((objective, o) => {
    if (ids.has(objective.id))
      problems.push({ place: `objectives[${o}].id`, expected: 'an id of its own', found: `${objective.id} again` });
    ids.add(objective.id);
    objective.checks.forEach((one, c) => {
      for (const [key, name] of namedHosts(one))
        if (!names.includes(name))
          problems.push({
            place: `objectives[${o}].checks[${c}].${key}`,
            expected: `a host of the topology (${names.join(', ')})`,
            found: name,
          });
    });
  });
  return problems.length ? { ok: false, problems } : { ok: true, objectives: parsed.output.objectives };
}
