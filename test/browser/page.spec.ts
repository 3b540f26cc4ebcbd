// The page itself: its three postures, keyboard, themes and languages, and the states in which something is missing.

import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { EXERCISE, atPrompt, open, output, type } from './course.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const SIZES = { study: [1440, 900], projector: [1920, 1080], phone: [390, 844] } as const;

interface AxeWindow {
  readonly axe: { run(): Promise<{ readonly violations: readonly { readonly id: string }[] }> };
}

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(() => (globalThis as unknown as AxeWindow).axe.run());
  return found.violations.map(({ id }) => id);
}

const remember = (page: Page, settings: object) =>
  page.addInitScript((text) => localStorage.setItem('cluster-day02/settings', text), JSON.stringify(settings));

for (const [posture, [width, height]] of Object.entries(SIZES))
  for (const theme of ['light', 'dark'])
    test(`nothing bars anyone from the page: ${posture}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await remember(page, { theme, projector: posture === 'projector', language: theme === 'dark' ? 'en' : 'zh' });
      await open(page, EXERCISE);
      for (const pane of ['lesson', 'stage', 'terminals']) await expect(page.locator(`#pane-${pane}`)).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await violations(page)).toEqual([]);
    });

test('everything can be reached and done by keyboard', async ({ page }) => {
  await open(page);
  await page.keyboard.press('2');
  await expect(page.locator('#tab-svr1')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('`');
  await expect(page.locator('#terminal-svr1 textarea')).toBeFocused();
  await page.keyboard.type('2');
  await expect(page.locator('#tab-svr1')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+`');
  await expect(page.locator('#pane-stage')).toBeFocused();
  // First to the slide's end, then to the next.
  await expect(async () => {
    await page.keyboard.press('PageDown');
    await expect(page).toHaveURL(/#\/13-lvs-nat\/terms/, { timeout: 500 });
  }).toPass();
  await page.keyboard.press('?');
  await expect(page.getByRole('region', { name: '键盘操作' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: '键盘操作' })).toBeHidden();
  await page.keyboard.press('p');
  await expect(page.locator('html')).toHaveAttribute('data-projector', 'true');
});

test('panes move and fold by keyboard, and are remembered', async ({ page }) => {
  await open(page);
  const before = (await page.locator('#pane-lesson').boundingBox())!.width;
  const divider = page.getByRole('separator').first();
  await divider.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect(async () =>
    expect((await page.locator('#pane-lesson').boundingBox())!.width).toBeGreaterThan(before + 50),
  ).toPass();
  await page.keyboard.press('Enter');
  await expect(page.locator('#pane-lesson article')).toBeHidden();
  await page.reload();
  await atPrompt(page, 'client');
  await expect(page.locator('#pane-lesson article')).toBeHidden();
});

test('a command in the lesson runs in its own host’s terminal at a click', async ({ page }) => {
  await open(page, '#/13-lvs-nat/forward');
  await page.getByRole('button', { name: '依次运行' }).click();
  await expect(page.locator('#tab-svr1')).toHaveAttribute('aria-selected', 'true');
  await expect(async () => expect(await output(page, 'svr1')).toContain('net.ipv4.ip_forward = 1\n[root')).toPass();
});

test('starting over can be undone', async ({ page }) => {
  await open(page, '#/13-lvs-nat/bare');
  await type(page, 'svr1', 'ipvsadm -A -t 10.10.10.1:80 -s rr');
  await page.getByRole('button', { name: '重新开始' }).click();
  await expect(async () => expect(await output(page, 'svr1')).not.toContain('ipvsadm')).toPass();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(async () => expect(await output(page, 'svr1')).toContain('ipvsadm')).toPass();
});

test('a wrong link and a lab of a newer page are said, and nothing is lost', async ({ page }) => {
  const key = 'cluster-day02/lab/13-lvs-nat/running';
  await page.addInitScript((name) => localStorage.setItem(name, '{"version":99}'), key);
  await open(page, '#/13-lvs-nat/nowhere');
  await expect(page.getByText('更新版本')).toBeVisible();
  await type(page, 'svr1', 'true');
  await page.waitForTimeout(1_200);
  expect(await page.evaluate((name) => localStorage.getItem(name), key)).toBe('{"version":99}');
  await page.getByRole('button', { name: '从头开始' }).click();
  await expect(page.getByText('nowhere')).toBeVisible();
});

test('a wrong link is said even where it selects something', async ({ page }) => {
  await open(page, '#/13-lvs-nat/nowhere?sel=event:99999');
  await expect(page.getByText('nowhere')).toBeVisible();
  await expect(page).not.toHaveURL(/sel=/);
});

test('a projected slide scrolls by PageDown, shows that there is more, and then turns', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await remember(page, { projector: true });
  await open(page, '#/13-lvs-nat/service');
  const slide = page.locator('#pane-lesson article');
  const left = () => slide.evaluate((node) => node.scrollHeight - node.clientHeight - node.scrollTop);
  expect(await left()).toBeGreaterThan(50);
  await expect(page.locator('#pane-lesson .more')).toBeVisible();
  for (let turns = 0; turns < 9 && (await left()) >= 2; turns++) {
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(700); // the scrolling is smooth
  }
  await expect(page).toHaveURL(/service/);
  await expect(page.locator('#pane-lesson .more')).toBeHidden();
  await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(/weights/);
});

test('on a projector language, theme, search and the map of keys are at hand', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await remember(page, { projector: true });
  await open(page);
  await page.keyboard.press('d');
  await page.keyboard.press('d');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('l');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.keyboard.press('?');
  const map = page.getByRole('region', { name: 'Keyboard' });
  expect(await map.evaluate((node) => node.scrollHeight - node.clientHeight)).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('zoomed to 200 %, every pane can be used: the page scrolls; keys to tap are for fingers', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await open(page);
  for (const pane of ['lesson', 'stage', 'terminals'])
    expect((await page.locator(`#pane-${pane}`).boundingBox())!.height).toBeGreaterThanOrEqual(200);
  await expect(page.getByRole('toolbar', { name: '按键' })).toBeHidden();
  await page.locator('#tab-client').click();
  await expect(page.locator('#terminal-client')).toBeInViewport();
});

test('what is too large for localStorage goes to IndexedDB and comes back', async ({ page }) => {
  await page.addInitScript(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (name: string, value: string) {
      if (name.includes('/lab/') && value.length > 100) throw new DOMException('full', 'QuotaExceededError');
      setItem.call(this, name, value);
    };
  });
  await open(page, '#/13-lvs-nat/bare');
  await type(page, 'svr1', 'echo kept');
  await page.waitForTimeout(1_200);
  await page.reload();
  await atPrompt(page, 'svr1');
  expect(await output(page, 'svr1')).toContain('echo kept');
});

test('a simulator that cannot be loaded is said, and can be tried again', async ({ page }) => {
  await page.route('**/engine-parts*', (route) => route.abort());
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText('实验没能启动');
  await expect(page.locator('#pane-lesson article')).toBeVisible();
  await page.unroute('**/engine-parts*');
  await page.getByRole('button', { name: '再试一次' }).click();
  await atPrompt(page, 'client');
});

test('on a projector hosts and their addresses are read from the back row: a fortieth of the height', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await remember(page, { projector: true });
  await open(page);
  const smallest = await page.evaluate(() => {
    const words = [...document.querySelectorAll<SVGTextElement>('#pane-stage svg text')];
    const main = words.filter(({ textContent }) => /^(client|svr1|web\d|[\d.]+\/24)$/.test(textContent ?? ''));
    return Math.min(...main.map((word) => parseFloat(getComputedStyle(word).fontSize) * word.getScreenCTM()!.a));
  });
  expect(smallest).toBeGreaterThanOrEqual(1080 / 40);
});
