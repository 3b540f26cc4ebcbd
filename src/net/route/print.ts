// A route as `ip route` prints it.

import type { RouteLine } from '../contract.ts';
import { printIpv4 } from '../wire/address.ts';

export function printRoute(route: RouteLine): string {
  const words: string[] = [];
  if (route.kind !== 'unicast') words.push(route.kind);
  const net = printIpv4(route.dst);
  words.push(route.prefix === 0 && route.dst === 0 ? 'default' : route.prefix === 32 ? net : `${net}/${route.prefix}`);
  if (route.gateway !== undefined) words.push('via', printIpv4(route.gateway));
  if (route.dev !== '') words.push('dev', route.dev);
  if (route.proto !== 'boot') words.push('proto', route.proto);
  if (route.scope !== 'global') words.push('scope', route.scope);
  if (route.source !== undefined) words.push('src', printIpv4(route.source));
  if (route.metric !== 0) words.push('metric', String(route.metric));
  if (route.onlink) words.push('onlink');
  return words.join(' ');
}
