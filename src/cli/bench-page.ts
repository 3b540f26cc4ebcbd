// The page's part of the benchmarks: the built app in a real Chromium, on its own main thread.

import { existsSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';

export interface PageFigures {
  readonly longestTaskMs: number;
  readonly keyToEchoMs: number;
  readonly promptMs: number;
}

const KEYS = 20;
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The rows of the terminal in sight, as text. */
const screen = (page: Page) => page.locator('.xterm-rows:visible');

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

async function typeLine(page: Page, host: string, text: string): Promise<void> {
  await page.getByRole('tab', { name: host }).click();
  await page.locator('.xterm-helper-textarea:visible').focus();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** As typeLine, and waits for the next prompt. */
async function command(page: Page, host: string, text: string): Promise<void> {
  await page.getByRole('tab', { name: host }).click();
  const prompts = screen(page).getByText('~]#');
  const before = await prompts.count();
  await typeLine(page, host, text);
  await prompts.nth(before).waitFor();
}

/** Milliseconds from a key's arrival in the page to the frame that shows it. */
async function keyToEcho(page: Page): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < KEYS; i++) {
    await page.evaluate(() => {
      const rows = [...document.querySelectorAll('.xterm-rows')].find((each) => (each as HTMLElement).offsetParent)!;
      const found = globalThis as unknown as { echoed: Promise<number> };
      found.echoed = new Promise((resolve) => {
        let start = 0;
        window.addEventListener('keydown', () => (start = performance.now()), { capture: true, once: true });
        const seen = new MutationObserver(() => {
          if (!start) return;
          seen.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - start));
        });
        seen.observe(rows, { childList: true, subtree: true, characterData: true });
      });
    });
    await page.keyboard.press('x');
    times.push(await page.evaluate(() => (globalThis as unknown as { echoed: Promise<number> }).echoed));
  }
  return median(times);
}

export async function measurePage(project: string): Promise<PageFigures> {
  const server = await preview({
    root: `${project}/src`,
    configFile: `${project}/vite.config.ts`,
    preview: { port: 0 },
    logLevel: 'error',
  });
  const browser = await chromium.launch({
    ...(existsSync(CHROMIUM) && { executablePath: CHROMIUM }),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const start = performance.now();
    await page.goto(server.resolvedUrls!.local[0]!);
    await screen(page).getByText('~]#').first().waitFor();
    const promptMs = performance.now() - start;
    await command(
      page,
      'svr1',
      'sysctl -w net.ipv4.ip_forward=1; ipvsadm -C; ipvsadm -A -t 10.10.10.1:80 -s rr; for i in 1 2; do ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.1$i -m; done',
    );
    for (const web of ['web1', 'web2']) await command(page, web, 'route add default gw 192.168.10.1');
    await page.getByRole('tab', { name: 'client' }).click();
    await page.locator('.xterm-helper-textarea:visible').focus();
    const keyToEchoMs = await keyToEcho(page);
    await page.keyboard.press('Control+u');
    await page.evaluate(() => {
      const found = globalThis as unknown as { longest: number };
      found.longest = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) found.longest = Math.max(found.longest, entry.duration);
      }).observe({ type: 'longtask' });
    });
    await typeLine(page, 'client', 'ab -c 10 -n 10000 http://10.10.10.1/index.html');
    await screen(page).getByText('longest request').first().waitFor({ timeout: 120_000 });
    // The browser reports only tasks of 50 ms and more: 0 means that there was none.
    const longestTaskMs = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
    return { longestTaskMs, keyToEchoMs, promptMs };
  } finally {
    await browser.close();
    await server.close();
  }
}
