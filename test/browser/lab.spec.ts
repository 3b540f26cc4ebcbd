// The lab in a page: kept over a reload, alive under an endless loop, the same history as in Node, and at ease with a
// browser that keeps nothing.

import { expect, test } from '@playwright/test';
import { digestJournal } from '../support/digest.ts';
import { replay } from '../../src/lab/lab.ts';
import { EXERCISE, atPrompt, open, output, screen, type } from './course.ts';

test('a reload brings lesson, terminals, history and lab back', async ({ page }) => {
  await open(page, EXERCISE);
  await type(page, 'svr1', 'ipvsadm -A -t 10.10.10.1:80 -s wrr');
  await type(page, 'svr1', 'x=kept');
  await page.reload();
  await atPrompt(page, 'svr1');
  await expect(page).toHaveURL(/13-lvs-nat\/case-2/);
  await type(page, 'svr1', 'ipvsadm -Ln; echo $x');
  expect(await output(page, 'svr1')).toMatch(/TCP {2}10\.10\.10\.1:80 wrr[\s\S]*kept/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(screen(page, 'svr1')).toContainText('# x=kept', { useInnerText: true });
});

test('an endless loop leaves the page alive and ends at Ctrl-C', async ({ page }) => {
  await open(page, EXERCISE);
  await page.locator('#tab-client').click();
  await page.locator('#terminal-client textarea').focus();
  await page.keyboard.type('while :; do :; done');
  await page.keyboard.press('Enter');
  const begunUs = await page.evaluate(() => globalThis.clusterDay02.lab()!.nowUs);
  await page.waitForFunction((us) => globalThis.clusterDay02.lab()!.nowUs > us + 100_000, begunUs);
  const start = Date.now();
  await page.locator('#tab-web1').click();
  await expect(page.locator('#tab-web1')).toHaveAttribute('aria-selected', 'true');
  expect(Date.now() - start).toBeLessThan(2_000);
  await page.locator('#tab-client').click();
  await page.locator('#terminal-client textarea').focus();
  await page.keyboard.press('Control+c');
  await atPrompt(page, 'client');
  await type(page, 'client', 'echo status $?');
  expect(await output(page, 'client')).toContain('status 130');
});

test('blocked storage is said, and everything else works', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'indexedDB'] as const)
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
  });
  await open(page, EXERCISE);
  await expect(page.getByText(/保存|not be (kept|saved)/).first()).toBeVisible();
  await type(page, 'client', 'echo works');
  expect(await output(page, 'client')).toContain('\nworks');
});

test('no request leaves the page’s own origin', async ({ page, baseURL }) => {
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL!) && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
  });
  await open(page);
  await type(page, 'client', 'curl -s http://10.10.10.1/ | sed s/web/WEB/');
  expect(strangers).toEqual([]);
});

test('the same log gives the same journal here and in Node', async ({ page }) => {
  await open(page, EXERCISE);
  await type(page, 'svr1', 'sysctl -w net.ipv4.ip_forward=1; ipvsadm -A -t 10.10.10.1:80 -s wrr');
  await type(page, 'svr1', 'for i in 1 2; do ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.1$i -m -w $i; done');
  for (const web of ['web1', 'web2']) await type(page, web, 'route add default gw 192.168.10.1');
  await type(page, 'client', "for i in 1 2 3 4; do curl -s http://10.10.10.1/ | awk '{ print $1 }'; done");
  const { spec, events } = await page.evaluate(() => {
    const lab = globalThis.clusterDay02.lab()!;
    return { spec: lab.spec(), events: [...lab.journal.since()] };
  });
  const again = [...(await replay(spec)).journal.since()];
  expect(again.length).toBe(events.length);
  expect(digestJournal(again)).toBe(digestJournal(events));
});
