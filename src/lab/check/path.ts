// Check kind `path`: which hosts the first packets of a request and of its reply visit. It is read from the journal: a
// packet is followed through every rewrite (its descendants by parentId) from link to link.

import type { EventOf, JournalEvent } from '../../sim/journal.ts';
import type { Ipv4Packet } from '../../net/wire/packet.ts';
import type { Lab } from '../contract.ts';
import type { CheckBehaviour } from './check.ts';
import { explainFailure } from './evidence.ts';
import { findingOf } from './http.ts';
import { request } from './request.ts';

const TIMEOUT_SECONDS = 3;

/** The hosts that `first` and what was made of it visit, in order, the sender first. */
export function hostsVisited(lab: Lab, first: EventOf<'ip.originated'>): { hosts: string[]; last: JournalEvent } {
  const family = new Set([first.packet.id]);
  const hosts = [first.host];
  let last: JournalEvent = first;
  for (const event of lab.journal.since(first.seq)) {
    if (event.kind === 'packet.rewritten' && family.has(event.before.id)) family.add(event.after.id);
    else if (event.kind === 'link.carried' && event.frame.payload.type === 'ip' && family.has(event.frame.payload.id)) {
      const taken = lab.journal.since(event.seq);
      const receiver = event.to.length === 1 ? event.to[0]! : (acceptedBy(taken, event.frame.payload) ?? event.to[0]);
      if (receiver) hosts.push(receiver.host);
      last = event;
    } else if ('packet' in event && event.packet && family.has(event.packet.id)) last = event;
  }
  return { hosts, last };
}

/** Of a flood's receivers, the one that went on with the packet. */
function acceptedBy(events: Iterable<JournalEvent>, packet: Ipv4Packet): { host: string } | undefined {
  for (const event of events)
    if (event.kind === 'ip.routed' && event.packet.id === packet.id) return { host: event.host };
  return undefined;
}

const isHandshake = (event: JournalEvent, flags: number): event is EventOf<'ip.originated'> =>
  event.kind === 'ip.originated' &&
  event.packet.payload.type === 'tcp' &&
  (event.packet.payload.flags & 0x17) === flags;

const fits = (visited: readonly string[], due: readonly string[]): boolean =>
  visited.length === due.length && due.every((names, i) => names.split('|').includes(visited[i]!));

export const path: CheckBehaviour<'path'> = async (check, world) => {
  const from = world.copy.journal.nextSeq;
  const answer = await world.run(check.from, (sys) => request(sys, check.url, TIMEOUT_SECONDS));
  const events = [...world.copy.journal.since(from)];
  const facts = { from: check.from, url: check.url };
  for (const [flags, due, code] of [
    [0x02, check.request, 'path-request'],
    [0x12, check.reply, 'path-reply'],
  ] as const) {
    const first = events.find((event) => isHandshake(event, flags) && (flags === 0x12 || event.host === check.from));
    if (!first || !isHandshake(first, flags)) return findingOf(answer, check, explainFailure(world.copy, from));
    const visited = hostsVisited(world.copy, first);
    if (!fits(visited.hosts, due))
      return {
        code,
        expected: due.join(' → '),
        found: visited.hosts.join(' → '),
        facts,
        evidence: explainFailure(world.copy, from) ?? visited.last,
      };
  }
  return undefined;
};
