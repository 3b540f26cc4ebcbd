// The values of a route's words: tables, protocols, scopes, types, by name or number.

import type { RouteLine } from '../../../net/contract.ts';
import { IpError, isWrong, NotHere } from './words.ts';

export const KINDS: readonly RouteLine['kind'][] = [
  'unicast',
  'local',
  'broadcast',
  'unreachable',
  'blackhole',
  'prohibit',
];

export function parseTable(text: string): 'main' | 'local' | 'all' {
  if (text === 'all' || text === '0') return 'all';
  if (text === 'main' || text === '254') return 'main';
  if (text === 'local' || text === '255') return 'local';
  if (/^\d+$/.test(text)) throw new IpError('Error: ipv4: FIB table does not exist.\nDump terminated', 2);
  throw isWrong(text, 'table id value is invalid\n');
}

export function parseProto(text: string): RouteLine['proto'] {
  const proto = ({ kernel: 'kernel', 2: 'kernel', boot: 'boot', 3: 'boot', static: 'static', 4: 'static' } as const)[
    text
  ];
  if (proto) return proto;
  if (/^\d+$|^(redirect|ra|dhcp|bird|zebra|ospf|bgp|rip|isis|babel|all)$/.test(text))
    throw new NotHere(`proto ${text}`);
  throw isWrong(text, '"protocol" value is invalid\n');
}

export function parseScope(text: string): RouteLine['scope'] {
  if (text === 'global' || text === 'universe' || text === '0') return 'global';
  if (text === 'link' || text === '253') return 'link';
  if (text === 'host' || text === '254') return 'host';
  throw isWrong(text, 'invalid "scope" value\n');
}

export function parseKind(text: string): RouteLine['kind'] {
  const kind = KINDS.find((each) => each === text);
  if (!kind) throw isWrong(text, 'node type value is invalid');
  return kind;
}
