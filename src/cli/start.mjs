// `npm start`: installs what is missing, builds the app, serves it on this machine and prints the address.

import { ensurePackages, run } from './ensure.mjs';

ensurePackages();
if (!run('npx', ['vite', 'build', '--logLevel', 'warn'])) process.exit(1);
const port = process.env.PORT ?? '4173';
console.log(`CLUSTER DAY02: http://localhost:${port}/`);
if (!run('npx', ['vite', 'preview', '--port', port, '--strictPort', '--host', 'localhost', '--logLevel', 'warn'])) {
  console.error(`Could not serve on port ${port}. Is it taken? Another one: PORT=4174 npm start`);
  process.exit(1);
}
