// Each kind of check: a lab on which it holds, and labs on which it does not, with what it found.

import { expect, test } from 'vitest';
import { checkObjectives } from '../../src/lab/check/index.ts';
import { describeFinding, describeValue } from '../../src/lab/check/words.ts';
import type { Check, Finding } from '../../src/lab/check/check.ts';
import { parseChecks } from '../../src/lab/check/parse.ts';
import { printProblem } from '../../src/lab/problem.ts';
import { FORWARDING, natLab, natSpec, rules, type Lines } from '../support/nat-lab.ts';

const GOOD: Lines = [...FORWARDING, ...rules('wrr')];
const VIP = 'http://10.10.10.1/';

/** What the check finds on a lab after these lines; undefined: it holds. */
async function find(lines: Lines, check: Check): Promise<Finding | undefined> {
  const objective = { id: 'one', text: { zh: '一', en: 'one' }, points: 1, checks: [check] };
  const { objectives } = await checkObjectives(natLab(lines).spec(), [objective]);
  const { finding } = objectives[0]!.results[0]!;
  if (finding)
    for (const language of ['zh', 'en'] as const) expect(describeFinding(finding, language)).not.toMatch(/[{}]/);
  return finding;
}

const service: Check = {
  kind: 'service',
  host: 'svr1',
  protocol: 'tcp',
  address: '10.10.10.1',
  port: 80,
  scheduler: 'wrr',
};

test('service holds when the service is there with its scheduler', async () => {
  expect(await find(GOOD, service)).toBeUndefined();
});

test('service finds what is there instead: nothing, another scheduler, persistence', async () => {
  expect(await find([], service)).toMatchObject({ code: 'service-missing', expected: '10.10.10.1:80', found: '–' });
  expect(await find(rules('rr'), service)).toMatchObject({ code: 'scheduler-rr', expected: 'wrr', found: 'rr' });
  expect(await find(rules('lc'), service)).toMatchObject({ code: 'scheduler-lc', expected: 'wrr', found: 'lc' });
  expect(await find(GOOD, { ...service, persistent: true })).toMatchObject({ code: 'persistence-missing' });
  expect(await find(rules('wrr -p 60'), { ...service, persistent: false })).toMatchObject({ code: 'persistence-left' });
});

const destination: Check = {
  kind: 'destination',
  host: 'svr1',
  service: '10.10.10.1:80',
  address: '192.168.10.12',
  port: 80,
  forwarding: 'nat',
  weight: 2,
};

test('destination holds when it is in the service by that mode and weight', async () => {
  expect(await find(GOOD, destination)).toBeUndefined();
});

test('destination finds a missing one, another port, another mode, another weight', async () => {
  const edit = (line: string): Lines => [...GOOD, ['svr1', `ipvsadm ${line} -t 10.10.10.1:80 -r 192.168.10.12`]];
  expect(await find([], destination)).toMatchObject({ code: 'service-missing' });
  expect(await find(edit('-d'), destination)).toMatchObject({ code: 'destination-missing', found: '192.168.10.11' });
  expect(await find(edit('-e -w 2'), destination)).toMatchObject({ code: 'forwarding', expected: '-m', found: '-g' });
  expect(await find(edit('-e -m'), destination)).toMatchObject({ code: 'weight', expected: '2', found: '1' });
  expect(await find(GOOD, { ...destination, port: 8080 })).toMatchObject({ code: 'destination-port' });
});

test('sysctl holds at its value, and finds the other value or an unknown key', async () => {
  const check: Check = { kind: 'sysctl', host: 'svr1', key: 'net.ipv4.ip_forward', value: 1 };
  expect(await find(FORWARDING, check)).toBeUndefined();
  expect(await find([], check)).toMatchObject({ code: 'sysctl', found: 'net.ipv4.ip_forward = 0' });
  expect(await find([], { ...check, key: 'net.ipv4.nosuch' })).toMatchObject({ code: 'sysctl-unknown' });
});

test('http holds when the page comes, by whatever way it comes', async () => {
  expect(await find(GOOD, { kind: 'http', from: 'client', url: VIP })).toBeUndefined();
  expect(await find([], { kind: 'http', from: 'svr1', url: 'http://192.168.10.11/', body: 'web1\n' })).toBeUndefined();
});

test('http hands over the event that shows why nothing came', async () => {
  const check: Check = { kind: 'http', from: 'client', url: VIP };
  expect(await find([], check)).toMatchObject({
    code: 'refused',
    evidence: { kind: 'packet.dropped', host: 'svr1', because: { code: 'no-listener' } },
  });
  expect(await find(rules('wrr'), check)).toMatchObject({
    code: 'no-answer',
    evidence: { kind: 'packet.dropped', host: 'svr1', because: { code: 'forwarding-off' } },
  });
  const lost: Lines = [...GOOD, ['web1', 'route del default'], ['web2', 'route del default']];
  expect(await find(lost, check)).toMatchObject({
    code: 'no-answer',
    evidence: { kind: 'packet.dropped', because: { code: 'no-route' } },
  });
  const stopped: Lines = [...GOOD, ['web1', 'systemctl stop httpd'], ['web2', 'systemctl stop httpd']];
  expect(await find(stopped, check)).toMatchObject({
    code: 'refused',
    evidence: { kind: 'packet.dropped', because: { code: 'no-listener' } },
  });
});

test('http finds another status or another body', async () => {
  expect(await find(GOOD, { kind: 'http', from: 'client', url: `${VIP}nope` })).toMatchObject({
    code: 'http-status',
    expected: '200',
    found: '404',
  });
  expect(await find(GOOD, { kind: 'http', from: 'client', url: VIP, body: 'web9' })).toMatchObject({
    code: 'http-body',
  });
});

test('describeValue says in words what is not the same in both languages', () => {
  expect(describeValue('curl 28', 'zh')).toBe('一直没有回答（curl 28）');
  expect(describeValue('web1|web2 → svr1', 'en')).toBe('web1 or web2 → svr1');
  expect(describeValue('–', 'zh')).toBe('无');
  expect(describeValue('wrr', 'zh')).toBe('wrr');
});

const spread: Check = {
  kind: 'spread',
  from: 'client',
  url: VIP,
  requests: 12,
  shares: { 'web1\n': 1, 'web2\n': 2 },
};

test('spread holds for any scheduler that spreads so', async () => {
  expect(await find(GOOD, spread)).toBeUndefined();
  expect(await find([...FORWARDING, ...rules('wlc')], spread)).toBeUndefined();
});

test('spread under rr names rr, and hands over its last pick', async () => {
  expect(await find([...FORWARDING, ...rules('rr')], spread)).toMatchObject({
    code: 'spread-rr',
    expected: 'web1 4, web2 8',
    found: 'web1 6, web2 6',
    evidence: { kind: 'ipvs.scheduled', scheduler: 'rr' },
  });
});

const path: Check = {
  kind: 'path',
  from: 'client',
  url: VIP,
  request: ['client', 'svr1', 'web1|web2'],
  reply: ['web1|web2', 'svr1', 'client'],
};

test('path follows a request and its reply through every rewrite', async () => {
  expect(await find(GOOD, path)).toBeUndefined();
  expect(await find(GOOD, { ...path, reply: ['web1|web2', 'client'] })).toMatchObject({
    code: 'path-reply',
    expected: 'web1|web2 → client',
    found: 'web2 → svr1 → client',
  });
});

test('path tries every server that it names', async () => {
  const halfway: Lines = [...GOOD, ['web1', 'route del default']];
  expect(await find(halfway, path)).toMatchObject({
    code: 'no-answer',
    evidence: { kind: 'packet.dropped', host: 'web1', because: { code: 'no-route' } },
  });
});

test('path finds where a reply ended', async () => {
  expect(await find(rules('wrr'), path)).toMatchObject({
    code: 'path-reply',
    found: 'web2 → svr1',
    evidence: { kind: 'packet.dropped', because: { code: 'forwarding-off' } },
  });
});

test('saved holds for rules saved with names or numbers, and only for the present ones', async () => {
  const check: Check = { kind: 'saved', host: 'svr1' };
  const save = (how: string): Lines => [...GOOD, ['svr1', `ipvsadm-save ${how} > /etc/sysconfig/ipvsadm`]];
  expect(await find(save(''), check)).toBeUndefined();
  expect(await find(save('-n'), check)).toBeUndefined();
  expect(await find([], check)).toMatchObject({ code: 'saved-nothing' });
  expect(await find(GOOD, check)).toMatchObject({ code: 'saved-missing' });
  const later: Lines = [...save('-n'), ['svr1', 'ipvsadm -E -t 10.10.10.1:80 -s rr']];
  expect(await find(later, check)).toMatchObject({ code: 'saved-differs' });
});

/** The problems of a checks file, as lines. */
function problems(file: unknown): string[] {
  const parsed = parseChecks(file, natSpec().topology);
  return parsed.ok ? [] : parsed.problems.map((problem) => printProblem('checks.json', problem));
}
const file = (check: unknown) => ({
  objectives: [{ id: 'a', text: { zh: '一', en: 'one' }, points: 1, checks: [check] }],
});

test('parseChecks names file, place, what was expected and what was found', () => {
  expect(problems(file(service))).toEqual([]);
  expect(problems({})).toEqual(['checks.json: objectives: expected "objectives", found undefined']);
  expect(problems(file({ ...service, port: 99999 }))).toEqual([
    'checks.json: objectives[0].checks[0].port: expected a port, 1 to 65535, found 99999',
  ]);
  expect(problems(file({ ...service, host: 'web9' }))).toEqual([
    'checks.json: objectives[0].checks[0].host: expected a host of the topology (client, svr1, web1, web2), found web9',
  ]);
  expect(problems(file({ kind: 'magic' }))[0]).toMatch(
    /objectives\[0\]\.checks\[0\]\.kind: expected .*"service".*, found "magic"/,
  );
});
