// `npm run bench`: how fast the simulator is, in Node and (with a browser and a built page) on the main thread of a page.
// Prints figures with their goals; it judges nothing, because a busy machine is not a defect.

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab } from '../lab/contract.ts';
import { createLab, replay } from '../lab/lab.ts';
import { sleepUntil } from '../sim/process.ts';
import { parseTopology } from '../lab/topology/parse.ts';
import type { Topology } from '../lab/topology/topology.ts';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');
const RUNS = 5;
/** Virtual time between two looks at whether the prompt is back: a page looks once a frame. */
const LOOK_EVERY_US = 16_000;
const DATAGRAMS = 20_000;
const DATAGRAM_EVERY_US = 20;

function topology(name: string): Topology {
  const parsed = parseTopology(JSON.parse(readFileSync(join(project, `lessons/+labs/${name}.json`), 'utf8')));
  if (!parsed.ok) throw new Error(`${name}: ${parsed.problems[0]!.expected}`);
  return parsed.topology;
}

const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
const row = (what: string, wall: string, processor: string, goal: string) =>
  console.log(`${what.padEnd(58)} ${wall.padStart(12)} ${processor.padStart(12)}   ${goal}`);
const costRow = (what: string, { wallMs, cpuMs }: Cost, goal: string) =>
  row(what, milliseconds(wallMs), milliseconds(cpuMs), goal);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Types a command and lets time pass until the prompt is back. */
function command(lab: Lab, host: string, text: string): void {
  lab.type(host, `${text}\r`);
  lab.advance(lab.nowUs + 1);
  while (!lab.terminal(host).atPrompt) {
    const due = lab.nextDueUs();
    if (due === undefined) throw new Error(`${host}: ${text}: nothing more happens`);
    lab.advance(due + LOOK_EVERY_US);
  }
}

const CASE_2 = [
  ['svr1', 'sysctl -w net.ipv4.ip_forward=1'],
  ['svr1', 'ipvsadm -A -t 10.10.10.1:80 -s rr'],
  ['svr1', 'ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.11 -m -w 1'],
  ['svr1', 'ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.12 -m -w 2'],
  ['svr1', 'ipvsadm -E -t 10.10.10.1:80 -s wrr'],
] as const;

function natLab(): Lab {
  const lab = createLab({ topology: topology('nat'), seed: 1, log: [] });
  for (const [host, text] of CASE_2) command(lab, host, text);
  return lab;
}

/** Frames that reached a device, by the journal (which may have dropped its oldest: then by what is left of it). */
function hopsSince(lab: Lab, seq: number): number {
  let hops = 0;
  for (const event of lab.journal.since(seq)) if (event.kind === 'link.carried') hops++;
  return hops;
}

interface Cost {
  /** On the clock on the wall. */
  readonly wallMs: number;
  /** Of the processor, collecting garbage and compiling on other threads included: a busy machine changes it less. */
  readonly cpuMs: number;
}

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** What `work` costs, once the processor has nothing else of ours to do. */
async function costOf(work: () => void | Promise<unknown>): Promise<Cost> {
  const cpu = processorMs();
  const wall = performance.now();
  await work();
  return { wallMs: performance.now() - wall, cpuMs: processorMs() - cpu };
}

const medianCost = (costs: readonly Cost[]): Cost => ({
  wallMs: median(costs.map(({ wallMs }) => wallMs)),
  cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
});

interface Burst extends Cost {
  readonly hops: number;
}

const hopsPerSecond = (bursts: readonly Burst[], of: keyof Cost): string =>
  Math.round(median(bursts.map((burst) => (burst.hops / burst[of]) * 1000))).toLocaleString('en');

async function measureAb(requests: number): Promise<Burst> {
  const lab = natLab();
  const from = lab.journal.nextSeq;
  const cost = await costOf(() => command(lab, 'client', `ab -c 10 -n ${requests} http://10.10.10.1/index.html`));
  if (!lab.terminal('client').output.includes(`Complete requests:      ${requests}`))
    throw new Error('ab did not finish');
  return { ...cost, hops: hopsSince(lab, from) };
}

/** Datagrams from client to web1 through svr1: switch, ARP, routes, hooks, forwarding, journal, and two sockets. */
async function measureForwarding(): Promise<Burst> {
  const lab = natLab();
  const server = lab.sys('web1').sockets.udp();
  server.bind(0, 9999);
  lab.sys('client').net.addRoute({
    dst: 0xc0a80a00,
    prefix: 24,
    gateway: 0x0a0a0a01,
    dev: 'eth0',
    source: undefined,
    scope: 'global',
    kind: 'unicast',
    proto: 'boot',
    metric: 0,
  });
  let sent = 0;
  lab.sys('client').fork({
    argv: ['flood'],
    *main(sys) {
      const socket = sys.sockets.udp();
      for (; sent < DATAGRAMS; sent++) {
        socket.sendTo('12345678', 0xc0a80a0b, 9999);
        server.recvFrom();
        yield* sleepUntil(sys.nowUs + DATAGRAM_EVERY_US);
      }
      return 0;
    },
  });
  const from = lab.journal.nextSeq;
  const cost = await costOf(() => {
    while (sent < DATAGRAMS) lab.advance(lab.nowUs + LOOK_EVERY_US);
  });
  return { ...cost, hops: hopsSince(lab, from) };
}

async function measureReplay(): Promise<Cost> {
  const lab = natLab();
  for (let i = 0; i < 9; i++) command(lab, 'client', 'curl -s http://10.10.10.1/');
  const spec = lab.spec();
  return costOf(() => replay(spec));
}

const measureBoot = (): Promise<Cost> => costOf(() => void createLab({ topology: topology('nat'), seed: 1, log: [] }));

async function times<T>(count: number, measure: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let i = 0; i < count; i++) all.push(await measure());
  return all;
}

console.log(`${''.padEnd(58)} ${'wall'.padStart(12)} ${'processor'.padStart(12)}   goal`);
await times(8, () => measureAb(1000)); // compiles: a page has been open for a while when someone types ab
const forwarding = await times(RUNS, measureForwarding);
row(
  'packet-hops per second, forwarding',
  hopsPerSecond(forwarding, 'wallMs'),
  hopsPerSecond(forwarding, 'cpuMs'),
  '≥ 450,000',
);
const runs = await times(RUNS, () => measureAb(1000));
row(
  'packet-hops per second, ab through TCP and IPVS',
  hopsPerSecond(runs, 'wallMs'),
  hopsPerSecond(runs, 'cpuMs'),
  '≥ 450,000',
);
costRow('ab -c 10 -n 1000 through NAT, start to report', medianCost(runs), '100 ms');
row('  peak memory of the process', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`, '', 'told');
costRow('boot of a lab of four hosts', medianCost(await times(2 * RUNS, measureBoot)), '< 10 ms');
costRow('replay of a Case 2 log (5 commands, 9 requests)', medianCost(await times(RUNS, measureReplay)), '< 50 ms');
if (!process.argv.includes('--no-browser')) {
  const { measurePage } = await import('./bench-page.ts');
  const page = await measurePage(project);
  row('longest main-thread task while ab -c 10 -n 10000 runs', milliseconds(page.longestTaskMs), '', '< 50 ms');
  row('keystroke to echo, median of 20', milliseconds(page.keyToEchoMs), '', '< 50 ms');
  row('prompt, cold, from navigation', milliseconds(page.promptMs), '', '≤ 1 s');
}
