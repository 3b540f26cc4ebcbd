// Rows of an option table, written as manual pages write them: row('-n, --lines=N', …), row('-i[REPLACE]', …),
// row('--color[=WHEN]', …), row('-k KEYDEF', …).

import type { Completes, Option } from './command.ts';

export function row(names: string, en: string, zh: string, completes?: Completes): Option {
  const parts = /^(?:-(\w|#))?(?:, )?(?:--([\w-]+))?(?:(\[=?)|=| )?(.*)$/.exec(names);
  if (!parts) throw new Error(`not an option row: ${names}`);
  const [, short, long, optional, rest = ''] = parts;
  const arg = optional ? rest.slice(0, -1) : rest;
  return {
    ...(short ? { short } : {}),
    ...(long ? { long } : {}),
    ...(arg ? { arg } : {}),
    ...(optional ? { argOptional: true } : {}),
    ...(completes ? { completes } : {}),
    meaning: { zh, en },
  };
}

/** An option that real Linux has and this simulator has not. */
export const absent = (names: string, en: string, zh: string): Option => ({
  ...row(names, en, zh),
  status: 'not here',
});
