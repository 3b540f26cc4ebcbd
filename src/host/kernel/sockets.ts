// A process's sockets end with it, as descriptors do: they are made with their owner named, and tell it when they are closed.

import type { Sockets } from '../../net/contract.ts';
import type { Task } from './task.ts';

export const ownedSockets = (sockets: Sockets, { resources }: Task): Sockets => ({
  tcp: () => sockets.tcp(resources),
  udp: () => sockets.udp(resources),
  icmp: () => sockets.icmp(resources),
  list: () => sockets.list(),
});
