// What a person does in the course, for browser tests: open a slide, type into a host's terminal, read what stands there.

import { expect, type Locator, type Page } from '@playwright/test';
import type { Lab } from '../../src/lab/contract.ts';

declare global {
  var clusterDay02: { lab(): Lab | undefined };
}

export const EXERCISE = '#/13-lvs-nat/case-2';
export const ON_ALL_FRESH = ['client', 'svr1', 'web1', 'web2'] as const;

/** Waits until the lab is switched on and `host`'s shell is at its prompt. */
export const atPrompt = (page: Page, host: string): Promise<unknown> =>
  page.waitForFunction((name) => globalThis.clusterDay02?.lab()?.terminal(name).atPrompt, host, { timeout: 60_000 });

export async function open(page: Page, place = ''): Promise<void> {
  await page.goto(`./${place}`);
  await atPrompt(page, 'client');
}

/** Types a line into a host's terminal, key by key, and waits for the next prompt. */
export async function type(page: Page, host: string, line: string): Promise<void> {
  await page.locator(`#tab-${host}`).click();
  const keys = page.locator(`#terminal-${host} textarea`);
  await keys.focus();
  await page.keyboard.type(line);
  await page.waitForFunction(
    ([name, typed]) => globalThis.clusterDay02.lab()!.terminal(name!).line === typed,
    [host, line],
  );
  await page.keyboard.press('Enter');
  await atPrompt(page, host);
}

/** The rows of a host's terminal, as they stand on the screen. */
export const screen = (page: Page, host: string): Locator => page.locator(`#terminal-${host} .xterm-rows`);

/** Everything that a host's terminal was sent, without the terminal's own escapes. */
export async function output(page: Page, host: string): Promise<string> {
  const sent = await page.evaluate((name) => globalThis.clusterDay02.lab()!.terminal(name).output, host);
  // eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
  return sent.replace(/\x1b\[[?\d;]*[A-Za-z]|\r/g, '');
}

export const objective = (page: Page, id: string): Locator => page.locator(`[data-objective="${id}"]`);

export const expectVerdict = (page: Page, id: string, verdict: 'passed' | 'failed' | 'unknown'): Promise<void> =>
  expect(objective(page, id)).toHaveAttribute('data-verdict', verdict, { timeout: 60_000 });
