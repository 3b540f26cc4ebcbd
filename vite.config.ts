// Build, development server and unit tests. Vite's root is src/, so that the top level stays as it is.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { lessons } from './src/lesson-plugin/index.ts';

const here = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  root: 'src',
  base: './',
  publicDir: '../public',
  plugins: [
    lessons({ directory: here('lessons') }),
    svelte({
      // What a keyboard or a screen reader cannot use is not built.
      onwarn(warning, handle) {
        if (warning.code.startsWith('a11y')) throw new Error(`${warning.filename}: ${warning.message}`);
        handle?.(warning);
      },
    }),
  ],
  resolve: { alias: { 'node:zlib': here('src/ui/stub-zlib.ts') } },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // The lab and the text utilities are large on purpose and come behind the first page; test/size.mjs keeps the numbers.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  test: {
    root: '.',
    testTimeout: 120_000,
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    environment: 'node',
  },
});
