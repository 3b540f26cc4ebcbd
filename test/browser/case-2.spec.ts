// Case 2 by typing, from bare hosts to all checks green; and the ways in which it goes wrong in class, each with its reason.

import { expect, test, type Page } from '@playwright/test';
import { EXERCISE, expectVerdict, objective, open, output, type } from './course.ts';

const GATEWAYS = [
  ['web1', 'route add default gw 192.168.10.1'],
  ['web2', 'route add default gw 192.168.10.1'],
] as const;
const FORWARDING = [['svr1', 'sysctl -w net.ipv4.ip_forward=1']] as const;
const rules = (scheduler: string) =>
  [
    ['svr1', `ipvsadm -A -t 10.10.10.1:80 -s ${scheduler}`],
    ['svr1', 'ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.11 -m -w 1'],
    ['svr1', 'ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.12 -m -w 2'],
    ['svr1', 'ipvsadm-save -n > /etc/sysconfig/ipvsadm'],
  ] as const;

async function typeAll(page: Page, lines: readonly (readonly [string, string])[]): Promise<void> {
  for (const [host, line] of lines) await type(page, host, line);
}

const OBJECTIVES = ['forwarding', 'wrr', 'servers', 'path', 'spread', 'saved'];

test('Case 2 typed from bare hosts ends with every objective reached', async ({ page }) => {
  await open(page, EXERCISE);
  await type(page, 'client', 'curl http://10.10.10.1/');
  expect(await output(page, 'client')).toContain('curl: (7) Failed to connect to 10.10.10.1 port 80');
  for (const id of OBJECTIVES) await expectVerdict(page, id, 'unknown');
  await typeAll(page, [...GATEWAYS, ...FORWARDING, ...rules('wrr')]);
  for (const id of OBJECTIVES) await expectVerdict(page, id, 'passed');
  await type(page, 'client', 'for i in 1 2 3 4 5 6; do curl -s http://10.10.10.1/; done');
  const answers = (await output(page, 'client')).match(/^web\d/gm)!;
  expect(answers.filter((name) => name === 'web2')).toHaveLength(4);
  expect(answers.filter((name) => name === 'web1')).toHaveLength(2);
});

test('Case 2 without ip_forward says which parameter dropped the reply, and shows the packet', async ({ page }) => {
  await open(page, EXERCISE);
  await typeAll(page, [...GATEWAYS, ...rules('wrr')]);
  await expectVerdict(page, 'forwarding', 'failed');
  await expectVerdict(page, 'spread', 'failed');
  await expect(objective(page, 'forwarding')).toContainText('net.ipv4.ip_forward = 0');
  // The first that failed stands open; the others are one line each.
  await objective(page, 'spread').locator('summary').click();
  await expect(objective(page, 'spread')).toContainText(/svr1.*(丢弃|dropped)/);
  await objective(page, 'spread')
    .getByRole('button', { name: /包|packet/ })
    .click();
  await expect(
    page
      .locator('#pane-stage')
      .getByText(/ip_forward.*(丢弃|dropped)|(丢弃|dropped).*ip_forward/s)
      .first(),
  ).toBeVisible();
});

test('Case 2 without the gateway says that the real server has no route back', async ({ page }) => {
  await open(page, EXERCISE);
  await typeAll(page, [...FORWARDING, ...rules('wrr')]);
  await expectVerdict(page, 'forwarding', 'passed');
  await expectVerdict(page, 'path', 'failed');
  await objective(page, 'path')
    .getByRole('button', { name: /包|packet/ })
    .click();
  await expect(page.locator('body')).toContainText(/没有.*路由|no route/);
});

test('Case 2 with rr left in place says that rr never looks at weights', async ({ page }) => {
  await open(page, EXERCISE);
  await typeAll(page, [...GATEWAYS, ...FORWARDING, ...rules('rr')]);
  await expectVerdict(page, 'path', 'passed');
  await expectVerdict(page, 'wrr', 'failed');
  await expectVerdict(page, 'spread', 'failed');
  await expect(objective(page, 'wrr')).toContainText('rr');
  await expect(objective(page, 'spread')).toContainText(/web1 6.*web2 6/);
});
