// `npm run bench`: how fast the simulator is, in Node and (with a browser and a built page) on the main thread of a page.
// Prints figures with their goals; it judges nothing, because a busy machine is not a defect.

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab, LogEntry } from '../lab/contract.ts';
import { createLab, replay } from '../lab/lab.ts';
import { parseTopology } from '../lab/topology/parse.ts';
import type { Topology } from '../lab/topology/topology.ts';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');
const RUNS = 5;
/** Virtual time between two looks at whether the prompt is back: a page looks once a frame. */
const LOOK_EVERY_US = 16_000;

function topology(name: string): Topology {
  const parsed = parseTopology(JSON.parse(readFileSync(join(project, `lessons/+labs/${name}.json`), 'utf8')));
  if (!parsed.ok) throw new Error(`${name}: ${parsed.problems[0]!.expected}`);
  return parsed.topology;
}

const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
const row = (what: string, found: string, goal: string) =>
  console.log(`${what.padEnd(58)} ${found.padStart(16)}   goal ${goal}`);
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

/** Milliseconds of processor time, collecting garbage included: a busy machine does not change them as it does the clock on the wall. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function measureAb(requests: number): { ms: number; hops: number } {
  const lab = natLab();
  const from = lab.journal.nextSeq;
  const start = cpuMs();
  command(lab, 'client', `ab -c 10 -n ${requests} http://10.10.10.1/index.html`);
  const ms = cpuMs() - start;
  if (!lab.terminal('client').output.includes(`Complete requests:      ${requests}`))
    throw new Error('ab did not finish');
  return { ms, hops: hopsSince(lab, from) };
}

async function measureReplay(): Promise<number> {
  const lab = natLab();
  for (let i = 0; i < 9; i++) command(lab, 'client', 'curl -s http://10.10.10.1/');
  const log: readonly LogEntry[] = lab.spec().log;
  const start = cpuMs();
  await replay({ ...lab.spec(), log });
  return cpuMs() - start;
}

function measureBoot(): number {
  const start = cpuMs();
  createLab({ topology: topology('nat'), seed: 1, log: [] });
  return cpuMs() - start;
}

measureAb(200); // compile first: a page has been open for a while when someone types ab
const runs = Array.from({ length: RUNS }, () => measureAb(1000));
row(
  'packet-hops per second of processor time',
  Math.round(median(runs.map(({ hops, ms }) => (hops / ms) * 1000))).toLocaleString('en'),
  '≥ 450,000',
);
row('ab -c 10 -n 1000 through NAT, processor time', milliseconds(median(runs.map(({ ms }) => ms))), '100 ms');
row('  peak memory of the process', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`, 'told');
const replays: number[] = [];
for (let i = 0; i < RUNS; i++) replays.push(await measureReplay());
row('boot of a lab of four hosts', milliseconds(median(Array.from({ length: 2 * RUNS }, measureBoot))), '< 10 ms');
row('replay of a Case 2 log (5 commands, 9 requests)', milliseconds(median(replays)), '< 50 ms');
if (!process.argv.includes('--no-browser')) {
  const { measurePage } = await import('./bench-page.ts');
  const page = await measurePage(project);
  row('longest main-thread task while ab -c 10 -n 10000 runs', milliseconds(page.longestTaskMs), '< 50 ms');
  row('keystroke to echo, median of 20', milliseconds(page.keyToEchoMs), '< 50 ms');
  row('prompt, cold, from navigation', milliseconds(page.promptMs), '≤ 1 s');
}
