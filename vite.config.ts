// Build, development server and unit tests. Vite's root is src/, so that the top level stays as it is.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: 'src',
  base: './',
  publicDir: '../public',
  plugins: [svelte()],
  resolve: { alias: { 'node:zlib': new URL('src/ui/stub-zlib.ts', import.meta.url).pathname } },
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2023', manifest: true },
  test: { root: '.', include: ['test/**/*.test.ts'], exclude: ['test/browser/**'], environment: 'node' },
});
