import { describe, expect, test } from 'vitest';
import { errno, isErrno } from '../../../src/base/errno.ts';
import { MINUTE, SECOND } from '../../../src/base/time.ts';
import type { TcpSocket } from '../../../src/net/contract.ts';
import { Pair, SERVER } from './pair.ts';

function listening(pair: Pair, port = 80, defer = 0): TcpSocket {
  const socket = pair.server.socket();
  expect(socket.bind(0, port)).toBeUndefined();
  expect(socket.listen(128, defer)).toBeUndefined();
  return socket;
}

function connected(pair: Pair): { client: TcpSocket; server: TcpSocket } {
  const listener = listening(pair);
  const client = pair.client.socket();
  expect(client.connect(SERVER, 80)).toBe(errno('EINPROGRESS'));
  pair.advance(1000);
  expect(client.connected()).toBe('ok');
  const server = listener.accept();
  if (isErrno(server)) throw new Error(server.errno);
  return { client, server };
}

const REQUEST = 'q'.repeat(77);
const ANSWER = 'a'.repeat(189);

describe('the recorded exchanges', () => {
  test('curl: the server acknowledges the request at once, the client closes first', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    client.send(REQUEST);
    pair.advance(500);
    expect(server.recv(65536)).toBe(REQUEST);
    server.send(ANSWER);
    pair.advance(500);
    expect(client.recv(65536)).toBe(ANSWER);
    client.close();
    pair.advance(500);
    expect(server.recv(65536)).toBe('');
    server.close();
    pair.advance(SECOND);
    expect(pair.seen()).toEqual([
      '> S win 64240',
      '< S. win 65160',
      '> . win 502',
      '> P. 77 win 502',
      '< . win 509',
      '< P. 189 win 509',
      '> . win 501',
      '> F. win 501',
      '< F. win 509',
      '> . win 501',
    ]);
  });

  test('ab: the server closes first and is left in TIME_WAIT', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    client.send('q'.repeat(78));
    pair.advance(500);
    server.recv(65536);
    server.send('a'.repeat(208));
    pair.advance(300);
    server.shutdownWrite();
    pair.advance(300);
    expect(client.recv(65536)).toBe('a'.repeat(208));
    expect(client.recv(65536)).toBe('');
    client.close();
    pair.advance(300);
    server.close();
    expect(pair.seen().slice(5)).toEqual([
      '< P. 208 win 509',
      '> . win 501',
      '< F. win 509',
      '> F. win 501',
      '< . win 509',
    ]);
    expect(pair.server.list().map((row) => row.state)).toEqual(['LISTEN', 'TIME_WAIT']);
    pair.advance(MINUTE);
    expect(pair.server.list().map((row) => row.state)).toEqual(['LISTEN']);
  });

  test('keep-alive: from the second request on the ACK rides on the answer', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    for (const size of [102, 102]) {
      client.send('q'.repeat(size));
      pair.advance(500);
      server.recv(65536);
      server.send('a'.repeat(245));
      pair.advance(500);
      client.recv(65536);
    }
    expect(pair.seen().slice(3)).toEqual([
      '> P. 102 win 502',
      '< . win 509',
      '< P. 245 win 509',
      '> . win 501',
      '> P. 102 win 501',
      '< P. 245 win 509',
    ]);
  });

  test('a small answer of 124 bytes leaves the window at 502', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    client.send('q'.repeat(82));
    pair.advance(300);
    server.recv(65536);
    server.send('a'.repeat(124));
    pair.advance(300);
    expect(pair.seen().at(-1)).toBe('> . win 502');
  });

  test('a listener that waits for data sends its SYN-ACK again after 31 s and then takes the bare ACK', () => {
    const pair = new Pair();
    const listener = listening(pair, 80, 30);
    const client = pair.client.socket();
    client.connect(SERVER, 80);
    pair.advance(30 * SECOND);
    expect(client.state).toBe('ESTABLISHED');
    expect(listener.accept()).toBe(errno('EAGAIN'));
    pair.advance(2 * SECOND);
    expect(pair.seen()).toEqual(['> S win 64240', '< S. win 65160', '> . win 502', '< S. win 65160', '> . win 502']);
    expect(isErrno(listener.accept())).toBe(false);
  });

  test('a lost segment is probed after 200 ms, then sent again at doubling intervals', () => {
    const pair = new Pair();
    const { client } = connected(pair);
    pair.fate = () => 'lose';
    client.send('x');
    pair.advance(8 * SECOND);
    const times = pair.wire.filter((on) => on.segment.data === 'x').map((on) => on.atUs);
    const gaps = times.slice(1).map((at, i) => Math.round((at - times[i]!) / 100_000));
    expect(gaps).toEqual([2, 2, 4, 8, 16, 32]);
  });
});

describe('connecting', () => {
  test('a port where nobody listens answers RST: ECONNREFUSED', () => {
    const pair = new Pair();
    const client = pair.client.socket();
    client.connect(SERVER, 81);
    pair.advance(1000);
    expect(client.connected()).toBe(errno('ECONNREFUSED'));
    const reset = pair.wire[1]!;
    expect(reset.packet.ident).toBe(0);
    expect(reset.segment).toMatchObject({ seq: 0, window: 0, flags: 20 });
    expect(pair.drops).toMatchObject([{ code: 'no-listener', port: 81 }]);
  });

  test('silence: seven SYNs in 127 s, then ETIMEDOUT', () => {
    const pair = new Pair();
    pair.fate = () => 'lose';
    const client = pair.client.socket();
    client.connect(SERVER, 80);
    pair.advance(127 * SECOND - 1);
    expect(client.connected()).toBeUndefined();
    pair.advance(1);
    expect(client.connected()).toBe(errno('ETIMEDOUT'));
    expect(pair.wire.map((on) => on.atUs / SECOND)).toEqual([0, 1, 3, 7, 15, 31, 63]);
  });

  test('tcp_syn_retries decides how long', () => {
    const pair = new Pair();
    pair.settings.set('net/ipv4/tcp_syn_retries', 1);
    pair.fate = () => 'lose';
    const client = pair.client.socket();
    client.connect(SERVER, 80);
    pair.advance(3 * SECOND);
    expect(client.connected()).toBe(errno('ETIMEDOUT'));
  });

  test('ports are even, in the range, and walk on by 2 to 16', () => {
    const pair = new Pair();
    listening(pair);
    const ports = Array.from({ length: 20 }, () => {
      const client = pair.client.socket();
      client.connect(SERVER, 80);
      return client.local.port;
    });
    for (const [i, port] of ports.entries()) {
      expect(port % 2).toBe(0);
      expect(port).toBeGreaterThanOrEqual(32768);
      expect(port).toBeLessThanOrEqual(60999);
      const step = port - (ports[i - 1] ?? port);
      if (i > 0 && step > 0) expect(step).toBeLessThanOrEqual(16);
    }
    expect(new Set(ports).size).toBe(20);
  });

  test('two listeners on one port: EADDRINUSE', () => {
    const pair = new Pair();
    listening(pair);
    expect(pair.server.socket().bind(SERVER, 80)).toBe(errno('EADDRINUSE'));
  });

  test('an address of another host: EADDRNOTAVAIL', () => {
    const pair = new Pair();
    expect(pair.client.socket().bind(SERVER, 0)).toBe(errno('EADDRNOTAVAIL'));
  });

  test('both connect to each other at the same time and meet', () => {
    const pair = new Pair();
    const a = pair.client.socket();
    const b = pair.server.socket();
    a.bind(0, 5000);
    b.bind(0, 5000);
    a.connect(SERVER, 5000);
    b.connect(pair.wire[0]!.packet.src, 5000);
    pair.advance(SECOND);
    expect([a.state, b.state]).toEqual(['ESTABLISHED', 'ESTABLISHED']);
  });
});

describe('data', () => {
  function transfer(pair: Pair, size: number): string {
    const { client, server } = connected(pair);
    const data = Array.from({ length: size / 10 }, (_, i) => String(i).padStart(10)).join('');
    let given = 0;
    let got = '';
    for (let round = 0; round < 20_000 && got.length < data.length; round++) {
      if (given < data.length) {
        const taken = server.send(data.slice(given, given + 65536));
        if (typeof taken === 'number') given += taken;
      }
      pair.advance(500);
      const piece = client.recv(1 << 20);
      if (typeof piece === 'string') got += piece;
    }
    expect(got === data).toBe(true);
    return got;
  }

  test('a megabyte arrives whole, in segments of 1448', () => {
    const pair = new Pair();
    transfer(pair, 1_000_000);
    expect(Math.max(...pair.wire.map((on) => on.segment.data.length))).toBe(1448);
  });

  test('every tenth packet lost: it arrives whole all the same', () => {
    const pair = new Pair();
    const random = pair.sim.prng('loss');
    pair.fate = (on) => (on.segment.flags & 2 || random.below(10) > 0 ? undefined : 'lose');
    transfer(pair, 300_000);
  });

  test('every tenth packet late: it arrives in order', () => {
    const pair = new Pair();
    const random = pair.sim.prng('late');
    pair.fate = (on) => (on.segment.flags & 2 || random.below(10) > 0 ? undefined : 1 + random.below(500));
    transfer(pair, 300_000);
  });

  test('three duplicates bring a lost segment back without waiting for the timeout', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    let lost = false;
    pair.fate = (on) => {
      if (lost || on.segment.data.length !== 1448) return undefined;
      lost = true;
      return 'lose';
    };
    server.send('d'.repeat(14_480));
    pair.advance(20_000);
    const got = client.recv(1 << 20);
    expect(got).toHaveLength(14_480);
  });

  test('a reader that does not read closes the window, and reading opens it again', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    for (let i = 0; i < 40; i++) {
      server.send('z'.repeat(8192));
      pair.advance(5000);
    }
    expect(pair.wire.some((on) => on.from === 'client' && on.segment.window === 0)).toBe(true);
    const held = client.recv(1 << 20) as string;
    expect(held.length).toBeLessThanOrEqual(131_072);
    pair.advance(2 * SECOND);
    expect((client.recv(1 << 20) as string).length).toBeGreaterThan(0);
  });
});

describe('ends', () => {
  test('unread data thrown away is told with RST', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    client.send('x');
    pair.advance(500);
    server.close();
    pair.advance(500);
    expect(client.recv(10)).toBe(errno('ECONNRESET'));
  });

  test('both close at the same time: CLOSING, then TIME_WAIT on both', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    client.close();
    server.close();
    pair.advance(SECOND);
    const states = [...pair.client.list(), ...pair.server.list()].map((row) => row.state);
    expect(states.filter((state) => state === 'TIME_WAIT')).toHaveLength(2);
  });

  test('sending after the peer has gone: RST, then EPIPE', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    client.close();
    pair.advance(SECOND);
    server.send('late');
    pair.advance(SECOND);
    expect(server.send('more')).toBe(errno('EPIPE'));
  });

  test('data for a closed port is answered with RST', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    server.close(true);
    pair.advance(SECOND);
    expect(client.send('x')).toBe(errno('ECONNRESET'));
    expect(client.send('x')).toBe(errno('EPIPE'));
  });

  test('the journal tells every state', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    client.close();
    pair.advance(500);
    server.close();
    pair.advance(2 * MINUTE);
    const states = [...pair.sim.journal.since()].filter((event) => event.kind === 'tcp.state');
    const of = (host: string) => states.filter((event) => event.host === host).map((event) => event.after);
    expect(of('client')).toEqual(['SYN_SENT', 'ESTABLISHED', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE']);
    expect(of('server')).toEqual(['LISTEN', 'SYN_RECV', 'ESTABLISHED', 'CLOSE_WAIT', 'LAST_ACK', 'CLOSE']);
  });
});

describe('what ICMP says', () => {
  const error = (pair: Pair, code: number, rest = 0): void => {
    const about = pair.wire.findLast((on) => on.from === 'client')!.packet;
    pair.client.recvError(
      { type: 'icmp', icmpType: 3, icmpCode: code, rest, data: '', original: about },
      about,
      SERVER,
    );
  };

  test.each([
    [0, 'ENETUNREACH'],
    [1, 'EHOSTUNREACH'],
    [3, 'ECONNREFUSED'],
    [13, 'EHOSTUNREACH'],
  ] as const)('code %i ends an attempt to connect with %s', (code, name) => {
    const pair = new Pair();
    pair.fate = () => 'lose';
    const client = pair.client.socket();
    client.connect(SERVER, 80);
    error(pair, code);
    expect(client.connected()).toBe(errno(name));
    expect(pair.client.list()).toEqual([]);
  });

  test('a connection survives it, and remembers it when it ends', () => {
    const pair = new Pair();
    pair.settings.set('net/ipv4/tcp_retries2', 3);
    const { client } = connected(pair);
    pair.fate = () => 'lose';
    client.send('x');
    error(pair, 1);
    expect(client.state).toBe('ESTABLISHED');
    pair.advance(60 * SECOND);
    expect(client.recv(1)).toBe(errno('EHOSTUNREACH'));
  });

  test('fragmentation needed: the data is cut smaller and sent at once', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    pair.fate = (on) => (on.segment.data.length > 1428 ? 'lose' : undefined);
    client.send('d'.repeat(2896));
    error(pair, 4, 1480);
    pair.advance(SECOND);
    expect(server.recv(65_536)).toHaveLength(2896);
    expect(Math.max(...pair.wire.slice(-6).map((on) => on.segment.data.length))).toBeLessThanOrEqual(1428);
  });

  test('an error about another sequence number is not believed', () => {
    const pair = new Pair();
    const { client } = connected(pair);
    const about = pair.wire[0]!.packet;
    const segment = { ...pair.wire[0]!.segment, seq: 12345 };
    pair.client.recvError(
      { type: 'icmp', icmpType: 3, icmpCode: 3, rest: 0, data: '', original: about },
      { ...about, payload: segment },
      SERVER,
    );
    expect(client.connected()).toBe('ok');
  });
});

describe('listening', () => {
  test('an address of its own is preferred to any address', () => {
    const pair = new Pair();
    const own = pair.server.socket();
    own.bind(SERVER, 80);
    own.listen(5);
    const client = pair.client.socket();
    client.connect(SERVER, 80);
    pair.advance(1000);
    expect(isErrno(own.accept())).toBe(false);
  });

  test('a full accept queue drops further SYNs', () => {
    const pair = new Pair();
    const socket = pair.server.socket();
    socket.bind(0, 80);
    socket.listen(1);
    const clients = [1, 2, 3].map(() => {
      const client = pair.client.socket();
      client.connect(SERVER, 80);
      pair.advance(1000);
      return client;
    });
    expect(clients.map((client) => client.state)).toEqual(['ESTABLISHED', 'ESTABLISHED', 'SYN_SENT']);
    expect(pair.drops).toMatchObject([{ code: 'tcp-accept-queue-full', length: 2, limit: 1 }]);
    socket.accept();
    pair.advance(2 * SECOND);
    expect(clients[2]!.state).toBe('ESTABLISHED');
  });

  test('closing resets what nobody accepted', () => {
    const pair = new Pair();
    const socket = listening(pair);
    const client = pair.client.socket();
    client.connect(SERVER, 80);
    pair.advance(1000);
    socket.close();
    pair.advance(1000);
    expect(client.recv(1)).toBe(errno('ECONNRESET'));
  });

  test('a SYN-ACK that nobody answers is sent six times in all', () => {
    const pair = new Pair();
    listening(pair);
    pair.fate = (on) => (on.from === 'server' ? 'lose' : undefined);
    pair.client.socket().connect(SERVER, 80);
    // the client falls silent after its first SYN
    pair.advance(1000);
    pair.fate = () => 'lose';
    pair.advance(100 * SECOND);
    const times = pair.wire.filter((on) => on.from === 'server').map((on) => Math.round(on.atUs / SECOND));
    expect(times).toEqual([0, 1, 3, 7, 15, 31]);
    expect(pair.server.list().map((row) => row.state)).toEqual(['LISTEN']);
  });
});

describe('TIME_WAIT', () => {
  function waiting(pair: Pair): { port: number } {
    const { client, server } = connected(pair);
    const { port } = client.local;
    server.close();
    pair.advance(500);
    client.close();
    pair.advance(500);
    expect(pair.server.list().map((row) => row.state)).toEqual(['LISTEN', 'TIME_WAIT']);
    return { port };
  }

  test('a later SYN from the same port makes a new connection', () => {
    const pair = new Pair();
    const { port } = waiting(pair);
    const again = pair.client.socket();
    again.bind(0, port);
    again.connect(SERVER, 80);
    pair.advance(1000);
    expect(again.state).toBe('ESTABLISHED');
    expect(pair.server.list().map((row) => row.state)).toEqual(['LISTEN', 'ESTABLISHED']);
  });

  test('the last ACK lost: the FIN that comes again is answered, with ident 0', () => {
    const pair = new Pair();
    const { client, server } = connected(pair);
    server.close();
    pair.advance(500);
    pair.fate = (on) => (on.from === 'server' ? 'lose' : undefined);
    client.close();
    pair.advance(100);
    pair.fate = () => undefined;
    pair.advance(2 * SECOND);
    expect(client.state).toBe('CLOSE');
    expect(pair.client.list()).toEqual([]);
    expect(pair.wire.at(-1)).toMatchObject({ from: 'server', packet: { ident: 0 }, segment: { flags: 16 } });
  });
});
