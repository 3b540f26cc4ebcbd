// Runs one of the headless entry points (session, bench, …): `node src/cli/bundle.mjs NAME ARGS…`. Bundles src/cli/NAME.ts
// with Vite into node_modules/.cache when its sources are newer, then runs it in this process' place.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages, root } from './ensure.mjs';

const newest = (directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((time, entry) => Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);

const [name, ...args] = process.argv.slice(2);
ensurePackages();
const out = join(root, 'node_modules/.cache/cli', name);
const bundle = join(out, `${name}.js`);
const sources = Math.max(newest(join(root, 'src')), newest(join(root, 'lessons')));
if (!existsSync(bundle) || statSync(bundle).mtimeMs < sources) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: join(root, 'src'),
    logLevel: 'error',
    build: { ssr: join(root, 'src/cli', `${name}.ts`), outDir: out, emptyOutDir: true, target: 'node20' },
    ssr: { target: 'node', noExternal: [/^(?!just-bash|vite|@playwright|node:)/] },
  });
}
const node = process.env.NODE_FLAGS?.split(' ') ?? [];
process.exitCode = spawnSync(process.execPath, [...node, bundle, ...args], { stdio: 'inherit' }).status ?? 1;
