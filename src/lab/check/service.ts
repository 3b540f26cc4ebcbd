// Check kinds `service` and `destination`: the IPVS table of a host, as ipvsadm would list it.

import type { ServiceInfo, ServiceKey } from '../../ipvs/control.ts';
import { parseIpv4, printIpv4 } from '../../net/wire/address.ts';
import type { CheckBehaviour, CheckWorld } from './check.ts';

const isAt = (service: ServiceInfo, key: ServiceKey): boolean =>
  'port' in service &&
  'port' in key &&
  service.address === key.address &&
  service.port === key.port &&
  service.protocol === key.protocol;

const listed = (world: CheckWorld, host: string, key: ServiceKey): ServiceInfo | undefined =>
  world
    .sys(host)
    .ipvs()
    .services()
    .find((service) => isAt(service, key));

/** '10.10.10.1:80' of tcp, as a key. */
function parseService(text: string, protocol: 'tcp' | 'udp'): ServiceKey {
  const [address, port] = text.split(':');
  return { protocol, address: parseIpv4(address!)!, port: Number(port) };
}

export const service: CheckBehaviour<'service'> = async (check, world) => {
  const name = `${check.address}:${check.port}`;
  const found = listed(world, check.host, parseService(name, check.protocol));
  const facts = { host: check.host, service: name };
  if (!found) {
    const others = world.sys(check.host).ipvs().services();
    const list = others.map((other) =>
      'port' in other ? `${printIpv4(other.address)}:${other.port}` : `FWM ${other.mark}`,
    );
    return { code: 'service-missing', expected: name, found: list.join(', ') || '–', facts };
  }
  if (check.scheduler !== undefined && found.scheduler !== check.scheduler)
    return { code: `scheduler-${found.scheduler}`, expected: check.scheduler, found: found.scheduler, facts };
  if (check.persistent !== undefined && found.persistentSeconds > 0 !== check.persistent)
    return {
      code: check.persistent ? 'persistence-missing' : 'persistence-left',
      expected: check.persistent ? '-p' : 'no -p',
      found: found.persistentSeconds > 0 ? `-p ${found.persistentSeconds}` : 'no -p',
      facts,
    };
  return undefined;
};

const FLAG = { nat: '-m', dr: '-g', tun: '-i', local: 'local', bypass: 'bypass' } as const;

export const destination: CheckBehaviour<'destination'> = async (check, world) => {
  const found =
    listed(world, check.host, parseService(check.service, 'tcp')) ??
    listed(world, check.host, parseService(check.service, 'udp'));
  const facts = { host: check.host, service: check.service, address: check.address };
  if (!found) return { code: 'service-missing', expected: check.service, found: '–', facts };
  const here = found.dests.filter((dest) => dest.address === parseIpv4(check.address));
  const dest = here.find((each) => check.port === undefined || each.port === check.port);
  if (!dest)
    return here.length
      ? {
          code: 'destination-port',
          expected: `${check.address}:${check.port}`,
          found: `${check.address}:${here[0]!.port}`,
          facts,
        }
      : {
          code: 'destination-missing',
          expected: check.address,
          found: found.dests.map((each) => printIpv4(each.address)).join(', ') || '–',
          facts,
        };
  if (check.forwarding !== undefined && dest.forwarding !== check.forwarding)
    return { code: 'forwarding', expected: FLAG[check.forwarding], found: FLAG[dest.forwarding], facts };
  if (check.weight !== undefined && dest.weight !== check.weight)
    return { code: 'weight', expected: String(check.weight), found: String(dest.weight), facts };
  return undefined;
};
