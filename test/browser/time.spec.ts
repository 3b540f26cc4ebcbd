// Virtual time on the page: what waits for a timer can be hurried, and what runs is not interrupted by a lesson's button.

import { expect, test } from '@playwright/test';
import { atPrompt, open, output, type } from './course.ts';

async function start(page: Parameters<typeof open>[0], line: string): Promise<void> {
  await page.locator('#tab-client').click();
  await page.locator('#terminal-client textarea').focus();
  await page.keyboard.type(`${line}\n`);
  await expect(page.getByRole('button', { name: '跳到提示符' })).toBeVisible();
}

test('time goes a hundred times as fast, until the prompt', async ({ page }) => {
  await open(page);
  await start(page, 'sleep 100');
  const began = Date.now();
  await page.getByRole('button', { name: '时间×100' }).click();
  await atPrompt(page, 'client');
  expect(Date.now() - began).toBeLessThan(8_000);
  await expect(page.getByRole('button', { name: '时间×100' })).toBeHidden();
});

test('Ctrl+Enter jumps to the prompt: a request that no one answers ends at once', async ({ page }) => {
  await open(page, '#/13-lvs-nat/bare');
  await type(page, 'svr1', 'ipvsadm -A -t 10.10.10.1:80 -s rr');
  await type(page, 'svr1', 'ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.11 -m');
  await start(page, 'curl http://10.10.10.1/');
  const began = Date.now();
  await page.keyboard.press('Control+Enter');
  await atPrompt(page, 'client');
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(await output(page, 'client')).toMatch(/curl: \((7|28)\)/);
});

test('what is hurried can be interrupted', async ({ page }) => {
  await open(page);
  await start(page, 'ping 10.10.10.1');
  await page.getByRole('button', { name: '时间×100' }).click();
  await page.locator('#terminal-client textarea').focus();
  await page.keyboard.press('Control+c');
  await atPrompt(page, 'client');
  expect(await output(page, 'client')).toContain('ping statistics');
});

test('a lesson’s button waits for the program that runs, and says so', async ({ page }) => {
  await open(page, '#/13-lvs-nat/bare');
  await start(page, 'sleep 3');
  const run = page.getByRole('button', { name: '在client上运行: curl' });
  await expect(run).toBeDisabled();
  await expect(page.getByText('client正在运行sleep 3')).toBeVisible();
  await atPrompt(page, 'client');
  await expect(run).toBeEnabled();
  expect(await output(page, 'client')).not.toContain('^C');
});
