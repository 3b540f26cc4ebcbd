// echo, true, false and : (bash(1) SHELL BUILTIN COMMANDS).

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Program } from '../../../sim/process.ts';
import { echoUnescaped } from '../escapes.ts';
import type { Builtin, Shell } from '../shell.ts';

export const echo: Builtin = function* (shell, argv) {
  let newline = true;
  let escapes = shell.options.shopt('xpg_echo');
  let i = 1;
  for (; i < argv.length && /^-[neE]+$/.test(argv[i]!); i++)
    for (const letter of argv[i]!.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  let text = argv.slice(i).join(' ');
  if (escapes) {
    const unescaped = echoUnescaped(text, { zero: true, utf8: shell.utf8 });
    text = unescaped.text;
    if (unescaped.stop) newline = false;
  }
  return yield* printed(shell, 'echo', newline ? `${text}\n` : text);
};

/** Writes a builtin's output; a refusal is its failure. */
export function* printed(shell: Shell, name: string, text: string): Program<number> {
  if (text === '') return 0;
  const refused = yield* shell.sys.write(1, text);
  if (!refused || !isErrno(refused)) return 0;
  yield* shell.complain(`${name}: write error: ${strerror(refused)}`);
  return 1;
}

// eslint-disable-next-line require-yield -- a builtin may wait, these need not
export const colon: Builtin = function* () {
  return 0;
};

// eslint-disable-next-line require-yield -- as above
export const no: Builtin = function* () {
  return 1;
};
