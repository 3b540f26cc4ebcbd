// Whether a check's matter was taken in hand: a command line that could bear on it was typed. Until then a check that does not hold
// is "not yet" and no failure; a curl to see what is there fails nothing.

import type { Check } from '../../lab/check/check.ts';

type Typed = (host: string) => readonly string[];

/** Real servers are put in, one way or another: from here on the cluster is meant to work. */
const ADDS_SERVER = /\bipvsadm\b.*\s(-\w*r\b|--real-server)|\bipvsadm-restore\b|\bipvsadm\s+(-R\b|--restore)/s;
const CHANGES_SERVICE = /\bipvsadm\b.*\s(-\w*[AEtuf]\b|--(add|edit)-service|--tcp-service|--udp-service)/s;
const SAVES = /\bipvsadm-save\b|\bipvsadm\s+(-S\b|--save)|\/etc\/sysconfig\/ipvsadm/;

/** `typed`: the command lines typed on a host so far; `hosts`: all of them. */
export function attempted(check: Check, typed: Typed, hosts: readonly string[]): boolean {
  const anyLine = (host: string, pattern: RegExp) => typed(host).some((line) => pattern.test(line));
  const inUse = () => hosts.some((host) => anyLine(host, ADDS_SERVER));
  switch (check.kind) {
    case 'sysctl':
      return (
        anyLine(check.host, /\bsysctl\b/) || typed(check.host).some((line) => mentions(line, check.key)) || inUse()
      );
    case 'service':
      return anyLine(check.host, CHANGES_SERVICE) || inUse();
    case 'saved':
      return anyLine(check.host, SAVES);
    case 'destination':
    case 'http':
    case 'spread':
    case 'path':
      return inUse();
  }
}

/** net.ipv4.ip_forward, also as /proc/sys/net/ipv4/ip_forward. */
const mentions = (line: string, key: string): boolean => line.replaceAll('/', '.').includes(key);
