// Lint: the recommended rules, strict TypeScript, Svelte with accessibility warnings as errors (svelte-check does those).

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const basePath = join(dirname(fileURLToPath(import.meta.url)), '..');

export default ts.config(
  { basePath, ignores: ['dist/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  { basePath, extends: [js.configs.recommended, ts.configs.strict, svelte.configs.recommended] },
  {
    basePath,
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess makes them the honest form of "I know"
      '@typescript-eslint/no-invalid-void-type': 'off', // Program<void> is a program without a result
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-constant-condition': ['error', { checkLoops: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { basePath, files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
);
