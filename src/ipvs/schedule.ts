// A new connection: which destination it gets, by the service's scheduler or by a persistence template (ip_vs_schedule,
// ip_vs_sched_persist), and the entry that remembers it. FTP's and SIP's helpers are left out.

import type { Skb } from '../net/contract.ts';
import type { Conn } from './conn.ts';
import { MARK_PROTOCOL } from './conn.ts';
import type { Dest } from './dest.ts';
import type { Candidate, PickReason } from './events.ts';
import type { Flow } from './sched/scheduler.ts';
import { UDP, type Service } from './service.ts';
import type { IpvsState } from './state.ts';

const FTP_PORT = 21;

/** The new entry; 'refused' when nobody may take the connection; 'not-ours' when the service is not for this port. */
export function schedule(
  ipvs: IpvsState,
  service: Service,
  protocol: number,
  flow: Flow,
  skb: Skb,
): Conn | 'refused' | 'not-ours' {
  if (service.persistentSeconds > 0) return schedulePersistent(ipvs, service, protocol, flow, skb);
  if (service.mark === 0 && flow.virtualPort !== service.port)
    return service.port === FTP_PORT ? 'not-ours' : 'refused';
  const dest = pick(ipvs, service, flow, skb);
  if (!dest) return 'refused';
  const conn = ipvs.conns.add({
    protocol,
    client: flow.client,
    clientPort: flow.clientPort,
    virtual: flow.virtual,
    virtualPort: flow.virtualPort,
    dest,
    destPort: dest.port || flow.virtualPort,
    template: false,
    onePacket: service.onePacket && protocol === UDP,
  });
  announce(ipvs, conn, service);
  return conn;
}

function schedulePersistent(
  ipvs: IpvsState,
  service: Service,
  protocol: number,
  flow: Flow,
  skb: Skb,
): Conn | 'refused' {
  const onPort = flow.virtualPort === service.port && service.port !== FTP_PORT;
  const marked = service.mark !== 0 && flow.virtualPort !== service.port;
  const network = (flow.client & service.netmask) >>> 0;
  const key = {
    protocol: marked ? MARK_PROTOCOL : protocol,
    virtual: marked ? service.mark : flow.virtual,
    virtualPort: onPort ? flow.virtualPort : 0,
  };
  let template = ipvs.conns.findTemplate(key.protocol, key.virtual, key.virtualPort, network);
  if (template && !isValidTemplate(ipvs, template)) {
    ipvs.conns.invalidate(template);
    template = undefined;
  }
  if (template) {
    recordPick(ipvs, service, template.dest, [], flow, skb, {
      code: 'template',
      client: network,
      netmask: service.netmask,
    });
  } else {
    const dest = pick(ipvs, service, flow, skb);
    if (!dest) return 'refused';
    const at = { client: network, clientPort: 0, destPort: onPort ? dest.port : 0 };
    template = ipvs.conns.add({ ...key, ...at, dest, template: true, onePacket: false });
    template.timeoutUs = service.persistentSeconds * 1_000_000;
    announce(ipvs, template, service);
  }
  const { dest } = template;
  const conn = ipvs.conns.add({
    protocol,
    client: flow.client,
    clientPort: flow.clientPort,
    virtual: flow.virtual,
    virtualPort: flow.virtualPort,
    dest,
    destPort: flow.virtualPort === service.port && dest.port ? dest.port : flow.virtualPort,
    template: false,
    onePacket: service.onePacket && protocol === UDP,
  });
  ipvs.conns.setControl(conn, template);
  ipvs.conns.put(template);
  announce(ipvs, conn, service);
  return conn;
}

/** Overload does not matter to a template; a deleted destination does, and weight 0 if the administrator says so. */
const isValidTemplate = (ipvs: IpvsState, { dest }: Conn): boolean =>
  dest.available && !(ipvs.sysctl.expire_quiescent_template.value && dest.weight === 0);

function pick(ipvs: IpvsState, service: Service, flow: Flow, skb: Skb): Dest | undefined {
  const { scheduler } = service;
  const { sim, host } = ipvs.ip;
  const candidates = sim.journal.recording ? listCandidates(service) : [];
  const picked = scheduler.pick(service.schedulerState, service, flow);
  if (picked) {
    recordPick(ipvs, service, picked.dest, candidates, flow, skb, picked.because);
    return picked.dest;
  }
  sim.record({
    kind: 'ipvs.refused',
    host,
    service: service.key,
    scheduler: scheduler.name,
    candidates,
    client: { ip: flow.client, port: flow.clientPort },
    packetId: skb.packet.id,
    seq: 0,
    atUs: 0,
  });
  return undefined;
}

const listCandidates = ({ dests, scheduler }: Service): readonly Candidate[] =>
  dests.map((dest) => ({
    address: dest.address,
    port: dest.port,
    weight: dest.weight,
    active: dest.active,
    inactive: dest.inactive,
    overloaded: dest.overloaded,
    score: scheduler.score?.(dest),
  }));

function recordPick(
  ipvs: IpvsState,
  service: Service,
  dest: Dest,
  candidates: readonly Candidate[],
  flow: Flow,
  skb: Skb,
  because: PickReason,
): void {
  ipvs.ip.sim.record({
    kind: 'ipvs.scheduled',
    host: ipvs.ip.host,
    service: service.key,
    scheduler: service.scheduler.name,
    candidates,
    picked: { address: dest.address, port: dest.port },
    because,
    client: { ip: flow.client, port: flow.clientPort },
    packetId: skb.packet.id,
    seq: 0,
    atUs: 0,
  });
}

function announce(ipvs: IpvsState, conn: Conn, service: Service): void {
  if (!conn.template) ipvs.countConnection(conn);
  ipvs.ip.sim.record({
    kind: 'ipvs.conn.created',
    host: ipvs.ip.host,
    conn: conn.name,
    service: service.key,
    timeoutUs: conn.timeoutUs,
    seq: 0,
    atUs: 0,
  });
}
