// A process's sockets end with it, as descriptors do: the calls that make a socket note it with its owner, also those that
// accept makes, and a closed one is forgotten.

import { isErrno } from '../../base/errno.ts';
import type { Sockets, TcpSocket } from '../../net/contract.ts';
import type { Task } from './task.ts';

export function ownedSockets(sockets: Sockets, owner: Task): Sockets {
  return {
    tcp: () => ownTcp(sockets.tcp(), owner),
    udp: () => own(sockets.udp(), owner),
    icmp: () => own(sockets.icmp(), owner),
    list: () => sockets.list(),
  };
}

function own<S extends { close(abort?: boolean): void }>(socket: S, owner: Task): S {
  const close = socket.close.bind(socket);
  owner.resources.add(socket);
  socket.close = (abort?: boolean) => {
    owner.resources.delete(socket);
    close(abort);
  };
  return socket;
}

function ownTcp(socket: TcpSocket, owner: Task): TcpSocket {
  const accept = socket.accept.bind(socket);
  socket.accept = () => {
    const accepted = accept();
    return isErrno(accepted) ? accepted : ownTcp(accepted, owner);
  };
  return own(socket, owner);
}
