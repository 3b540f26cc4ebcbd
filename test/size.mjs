// The build's budgets: what the first page loads before the lab comes, gzipped; and what comes behind it. Fails over budget.

import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGETS_KB = { 'first page, JS and CSS': 200 };

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const kilobytes = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1000;

/** The files that an entry loads by itself: its static imports and their style sheets. */
function eager(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) eager(next, seen);
  return seen;
}

const keys = [...eager('index.html')];
const files = [...new Set(keys.flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]))];
const first = files.reduce((sum, file) => sum + kilobytes(file), 0);
const all = readdirSync('dist/assets').reduce((sum, name) => sum + kilobytes(`assets/${name}`), 0);
console.log(`first page, JS and CSS: ${first.toFixed(1)} kB gzip (budget ${BUDGETS_KB['first page, JS and CSS']})`);
for (const file of files) console.log(`  ${kilobytes(file).toFixed(1).padStart(7)} kB  ${file}`);
console.log(`everything, loaded when wanted: ${all.toFixed(1)} kB gzip`);
if (first > BUDGETS_KB['first page, JS and CSS']) {
  console.error('The first page is over its budget.');
  process.exitCode = 1;
}
