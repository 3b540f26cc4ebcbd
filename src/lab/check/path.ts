// Check kind `path`: which hosts the first packets of a request and of its reply visit. It is read from the journal: a
// packet is followed through every rewrite (its descendants by parentId) from link to link.

import type { EventOf, JournalEvent } from '../../sim/journal.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN, type Ipv4Packet } from '../../net/wire/packet.ts';
import type { Lab } from '../contract.ts';
import type { CheckBehaviour, CheckOf, CheckWorld, Finding } from './check.ts';
import { explainFailure } from './evidence.ts';
import { findingOf } from './http.ts';
import { request } from './request.ts';

const TIMEOUT_SECONDS = 3;
/** TCP flags of a handshake's first two segments. */
const SYN = TCP_SYN;
const SYN_ACK = TCP_SYN | TCP_ACK;
const HANDSHAKE_FLAGS = TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK;

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
  (event.packet.payload.flags & HANDSHAKE_FLAGS) === flags;

const fits = (visited: readonly string[], due: readonly string[]): boolean =>
  visited.length === due.length && due.every((names, i) => names.split('|').includes(visited[i]!));

/** One request, and how its way and its reply's differ from those that are due; else the host that answered it. */
async function tryOnce(
  check: CheckOf<'path'>,
  world: CheckWorld,
): Promise<{ readonly finding: Finding } | { readonly server: string }> {
  const from = world.copy.journal.nextSeq;
  const answer = await world.run(check.from, (sys) => request(sys, check.url, TIMEOUT_SECONDS));
  const events = [...world.copy.journal.since(from)];
  const facts = { from: check.from, url: check.url };
  let server = '';
  for (const [flags, due, code] of [
    [SYN, check.request, 'path-request'],
    [SYN_ACK, check.reply, 'path-reply'],
  ] as const) {
    const first = events.find((event) => isHandshake(event, flags) && (flags === SYN_ACK || event.host === check.from));
    if (!first || !isHandshake(first, flags))
      return { finding: findingOf(answer, check, explainFailure(world.copy, from)) };
    const { hosts, last } = hostsVisited(world.copy, first);
    if (!fits(hosts, due)) {
      const evidence = explainFailure(world.copy, from) ?? last;
      return { finding: { code, expected: due.join(' → '), found: hosts.join(' → '), facts, evidence } };
    }
    if (flags === SYN) server = hosts.at(-1)!;
  }
  return { server };
}

/** A way that names several servers is tried until each has had a request, or has been left out for two rounds. */
export const path: CheckBehaviour<'path'> = async (check, world) => {
  const unseen = new Set(check.request.at(-1)!.split('|'));
  for (let tries = 2 * unseen.size; tries > 0 && unseen.size > 0; tries--) {
    const tried = await tryOnce(check, world);
    if ('finding' in tried) return tried.finding;
    unseen.delete(tried.server);
  }
  return undefined;
};
