// The words of a route in ip route add, change, del, …: [TYPE] PREFIX via ADDRESS dev DEVICE src … (iproute_modify).

import type { Sys } from '../../../host/sys.ts';
import type { RouteLine } from '../../../net/contract.ts';
import type { Ipv4 } from '../../../net/wire/address.ts';
import { KINDS, parseProto, parseScope, parseTable } from './route-values.ts';
import {
  isDuplicate,
  isWrong,
  matches,
  NotHere,
  noDevice,
  parseAddress,
  parseNumber,
  parsePrefix,
  type Prefix,
  type WordList,
} from './words.ts';

export interface AskedRoute {
  dst: Prefix;
  kind: RouteLine['kind'];
  kindGiven: boolean;
  gateway?: Ipv4;
  dev?: string;
  source?: Ipv4;
  scope?: RouteLine['scope'];
  proto?: RouteLine['proto'];
  metric?: number;
  table?: 'main' | 'local';
  onlink?: boolean;
}

const NOT_HERE = new Set(
  (
    'as from tos dsfield expires mtu advmss rtt rttvar rto_min window cwnd initcwnd initrwnd ssthresh reordering realms ' +
    'hoplimit features quickack congctl nexthop nhid encap weight pervasive ttl-propagate pref throw nat multicast vrf'
  ).split(' '),
);

export function readRoute(sys: Sys, words: WordList): AskedRoute {
  const asked: AskedRoute = { dst: { ip: 0, length: 0, explicit: true }, kind: 'unicast', kindGiven: false };
  let dstGiven = false;
  while (!words.done) {
    const word = words.next();
    if (readKeyword(asked, word, words)) continue;
    if (NOT_HERE.has(word)) throw new NotHere(`route ${word}`);
    const kind = dstGiven ? undefined : KINDS.find((each) => each === word);
    if (kind) {
      asked.kind = kind;
      asked.kindGiven = true;
      continue;
    }
    const text = word === 'to' ? words.argument() : word;
    if (dstGiven) throw isDuplicate('to', text);
    asked.dst = parsePrefix(text);
    dstGiven = true;
  }
  if (asked.dev !== undefined && !sys.net.link(asked.dev)) throw noDevice(asked.dev);
  return asked;
}

function readKeyword(asked: AskedRoute, word: string, words: WordList): boolean {
  if (word === 'via') {
    const text = words.argument();
    asked.gateway = parseAddress(text === 'inet' ? words.argument() : text);
  } else if (word === 'dev' || word === 'oif') asked.dev = words.argument();
  else if (word === 'src') asked.source = parseAddress(words.argument());
  else if (word === 'scope') asked.scope = parseScope(words.argument());
  else if (word.length > 2 && matches(word, 'protocol')) asked.proto = parseProto(words.argument());
  else if (word === 'metric' || word === 'priority' || word === 'preference')
    asked.metric = parseNumber(words.argument(), '"metric" value is invalid\n');
  else if (word === 'table') {
    const text = words.argument();
    const table = parseTable(text);
    if (table === 'all') throw isWrong(text, '"table" value is invalid\n');
    asked.table = table;
  } else if (word === 'onlink') asked.onlink = true;
  else return false;
  return true;
}
