// PS1 and PS2 (bash(1) PROMPTING): backslash escapes, then expansion as in double quotes.

import { isErrno } from '../../base/errno.ts';
import type { Program } from '../../sim/process.ts';
import { strftimeHere } from '../text/strftime.ts';
import { ExpansionError } from './control.ts';
import type { Shell } from './shell.ts';
import { expandQuoted } from './word.ts';

/** Around what does not move the cursor (\[ … \]), as readline marks it. */
export const INVISIBLE = ['\x01', '\x02'] as const;

function directory(shell: Shell, base: boolean): string {
  const path = shell.variables.get('PWD') ?? shell.sys.cwd;
  const home = shell.variables.get('HOME');
  if (home && (path === home || (path.startsWith(`${home}/`) && home !== '/'))) {
    if (!base || path === home) return `~${path.slice(home.length)}`;
  }
  return base && path !== '/' ? path.slice(path.lastIndexOf('/') + 1) : path;
}

function escape(shell: Shell, letter: string, braces: string | undefined): string | undefined {
  const host = shell.sys.hostname();
  const time = (format: string) => strftimeHere(format, shell.sys.epochSeconds);
  switch (letter) {
    case 'a':
      return '\x07';
    case 'd':
      return time('%a %b %d');
    case 'D':
      return time(braces || '%X');
    case 'e':
      return '\x1b';
    case 'h':
      return host.split('.')[0]!;
    case 'H':
      return host;
    case 'j':
      return String(shell.jobs.list.length);
    case 'l':
      return '0';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 's':
      return shell.errorName;
    case 't':
      return time('%H:%M:%S');
    case 'T':
      return time('%I:%M:%S');
    case '@':
      return time('%I:%M %p');
    case 'A':
      return time('%H:%M');
    case 'u':
      return shell.variables.get('USER') ?? 'root';
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.15';
    case 'w':
      return directory(shell, false);
    case 'W':
      return directory(shell, true);
    case '!':
    case '#':
      return String(shell.history?.nextNumber ?? 1);
    case '$':
      return '#';
    case '[':
      return INVISIBLE[0];
    case ']':
      return INVISIBLE[1];
    case '\\':
      return '\\';
    default:
      return undefined;
  }
}

export function* promptText(shell: Shell, text: string): Program<string> {
  const decoded = text.replace(
    /\\(?:([0-7]{3})|D\{([^}]*)\}|(.))/gs,
    (all, octal?: string, braces?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      const value = escape(shell, letter ?? 'D', braces);
      // what a directory is called is no expansion
      return value === undefined ? all : letter === 'w' || letter === 'W' ? value.replace(/[$`\\]/g, '\\$&') : value;
    },
  );
  if (!shell.options.shopt('promptvars') || !/[$`\\]/.test(decoded)) return decoded;
  try {
    return yield* expandQuoted(shell, decoded);
  } catch (error) {
    if (error instanceof ExpansionError || isErrno(error)) return decoded;
    throw error;
  }
}
