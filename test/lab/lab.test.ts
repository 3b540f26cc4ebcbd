import { expect, test } from 'vitest';
import { checkObjectives } from '../../src/lab/check/index.ts';
import type { Lab } from '../../src/lab/contract.ts';
import { digestJournal } from '../support/digest.ts';
import { createLab, replay } from '../../src/lab/lab.ts';
import { FORWARDING, natLab, natSpec, rules, type Lines } from '../support/nat-lab.ts';

const CASE_2: Lines = [
  ...FORWARDING,
  ...rules('wrr'),
  ['client', 'for i in {1..6}; do curl -s http://10.10.10.1/; done'],
];
const played = () => natLab(CASE_2);

const digest = (lab: Lab) => digestJournal(lab.journal.since());

test('the same topology, seed and log give the same journal', () => {
  expect(digest(played())).toBe(digest(played()));
});

test('the journal does not depend on how time was cut into pieces', () => {
  const whole = played();
  expect(digest(natLab(CASE_2, { budget: 3 }))).toBe(digest(whole));
});

test('another seed gives another journal', () => {
  expect(digest(natLab(CASE_2, { seed: 8 }))).not.toBe(digest(played()));
});

test('replay brings terminals, history, machines and time back', async () => {
  const lab = played();
  const again = await replay(lab.spec());
  expect(digest(again)).toBe(digest(lab));
  expect(again.nowUs).toBe(lab.nowUs);
  for (const host of lab.hosts) {
    expect(again.terminal(host).output).toBe(lab.terminal(host).output);
    expect(again.terminal(host).history).toEqual(lab.terminal(host).history);
  }
  expect(again.sys('svr1').ipvs().services()).toEqual(lab.sys('svr1').ipvs().services());
});

test('replay keeps a line that was being typed', async () => {
  const lab = createLab(natSpec());
  lab.type('svr1', 'ipvsadm -L');
  lab.advance(lab.nowUs + 1000);
  const again = await replay(lab.spec());
  expect(again.terminal('svr1').line).toBe('ipvsadm -L');
});

test('checkObjectives judges a copy and never touches the lab', async () => {
  const lab = played();
  const before = { digest: digest(lab), nowUs: lab.nowUs, services: lab.sys('svr1').ipvs().services() };
  const { objectives, copy } = await checkObjectives(lab.spec(), [
    {
      id: 'spread',
      text: { zh: '一比二', en: 'one to two' },
      points: 1,
      checks: [
        {
          kind: 'spread',
          from: 'client',
          url: 'http://10.10.10.1/',
          requests: 9,
          shares: { 'web1\n': 1, 'web2\n': 2 },
        },
      ],
    },
  ]);
  expect(objectives).toMatchObject([{ id: 'spread', passed: true }]);
  expect(copy.nowUs).toBeGreaterThan(lab.nowUs);
  expect({ digest: digest(lab), nowUs: lab.nowUs, services: lab.sys('svr1').ipvs().services() }).toEqual(before);
});

test('a program that waits for the outside holds virtual time until it is answered', async () => {
  const lab = createLab(natSpec());
  lab.type('client', 'echo ab | sed s/a//\r');
  expect(lab.advance(lab.nowUs + 1_000_000)).toBe('held');
  const heldUs = lab.nowUs;
  await lab.settle();
  lab.advance(lab.nowUs + 1_000_000);
  expect(lab.terminal('client').output).toContain('b\r\n');
  expect(lab.nowUs).toBeGreaterThan(heldUs);
});

test('type into a host that does not exist is refused with the hosts that do', () => {
  expect(() => createLab(natSpec()).type('web9', 'x')).toThrow('no host web9: there are client, svr1, web1, web2');
});
