// `npm test`: installs what is missing (packages, a browser), then runs everything and says which parts failed.
// `npm test -- unit sessions` runs only the parts named.

import { existsSync } from 'node:fs';
import { ensurePackages, run } from '../src/cli/ensure.mjs';

ensurePackages();

/** Where a Chromium is; installs Debian's when root, Playwright's own otherwise. Undefined where neither can be had. */
function chromium() {
  const known = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const find = () => known.find((path) => path && existsSync(path));
  if (find()) return find();
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log("Installing Debian's chromium …");
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
    if (find()) return find();
  }
  console.log("Installing Playwright's chromium …");
  return run('npx', ['playwright', 'install', 'chromium']) ? 'playwright' : undefined;
}

const parts = {
  types: () =>
    run('npx', ['tsc', '-p', 'src/tsconfig.pure.json']) &&
    run('npx', ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings']),
  lint: () => run('npx', ['eslint', '-c', 'test/eslint.config.js', '--max-warnings', '0', '.']),
  format: () => run('npx', ['prettier', '--check', '--log-level', 'warn', '.']),
  unit: () => run('npx', ['vitest', 'run']),
  sessions: () => run('node', ['src/cli/bundle.mjs', 'session', '--due']),
  build: () => run('npx', ['vite', 'build', '--logLevel', 'warn']) && run('node', ['test/size.mjs']),
  browser: () => {
    const path = chromium();
    if (!path) {
      console.error(
        'No browser for the browser tests: neither Debian’s chromium (needs root) nor Playwright’s own (needs its download host) could be had.\n' +
          'Install Chromium yourself and name it: CHROMIUM=/path/to/chromium npm test',
      );
      return false;
    }
    return run(
      'npx',
      ['playwright', 'test', '-c', 'test/browser/playwright.config.ts'],
      path === 'playwright' ? {} : { CHROMIUM: path },
    );
  },
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in parts));
if (unknown) {
  console.error(`No such part: ${unknown}. There are: ${Object.keys(parts).join(' ')}`);
  process.exit(2);
}
const names = asked.length ? asked : Object.keys(parts);
const failed = names.filter((name) => {
  console.log(`\n── ${name}`);
  return !parts[name]();
});
if (failed.length) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`${names.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length ? 1 : 0;
