// type, alias, unalias, hash, enable: what names mean (bash(1)).

import type { Program } from '../../../sim/process.ts';
import { filesOnPath, isExecutable, KEYWORDS } from '../lookup.ts';
import { printFunction } from '../print.ts';
import { singleQuoted } from '../quote.ts';
import type { Builtin, Shell } from '../shell.ts';
import { flags, usage } from './flags.ts';

export interface DescribeHow {
  readonly all: boolean;
  /** As command -v. */
  readonly short: boolean;
  readonly functions?: boolean;
  readonly path?: string | undefined;
}

type Meaning = {
  readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file';
  readonly text: string;
  readonly hashed?: boolean;
};

/** Everything that `name` means, the first being what is run. */
function meanings(shell: Shell, name: string, how: DescribeHow): Meaning[] {
  const found: Meaning[] = [];
  const alias = shell.options.shopt('expand_aliases') ? shell.aliases.get(name) : undefined;
  if (alias !== undefined) found.push({ kind: 'alias', text: alias });
  if (KEYWORDS.has(name)) found.push({ kind: 'keyword', text: name });
  const fn = how.functions === false ? undefined : shell.functions.get(name);
  if (fn) found.push({ kind: 'function', text: printFunction(fn) });
  if (shell.interpreter.builtins.has(name)) found.push({ kind: 'builtin', text: name });
  if (found.length && !how.all) return found.slice(0, 1);
  if (name.includes('/')) {
    if (isExecutable(shell, name)) found.push({ kind: 'file', text: name });
  } else {
    const hashed = how.path === undefined && !how.all ? shell.hashed.get(name) : undefined;
    if (hashed) found.push({ kind: 'file', text: hashed.path, hashed: true });
    else for (const path of filesOnPath(shell, name, how.path)) found.push({ kind: 'file', text: path });
  }
  return how.all ? found : found.slice(0, 1);
}

export function describe(shell: Shell, name: string, how: DescribeHow): string[] {
  return meanings(shell, name, how).map(({ kind, text, hashed }) => {
    if (how.short) return kind === 'alias' ? `alias ${name}=${singleQuoted(text)}` : kind === 'file' ? text : name;
    switch (kind) {
      case 'alias':
        return `${name} is aliased to \`${text}'`;
      case 'keyword':
        return `${name} is a shell keyword`;
      case 'function':
        return `${name} is a function\n${text}`;
      case 'builtin':
        return `${name} is a shell builtin`;
      default:
        return hashed ? `${name} is hashed (${text})` : `${name} is ${text}`;
    }
  });
}

export const type: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'afptP');
  if (!options) return 2;
  let status = 0;
  for (const name of options.operands) {
    const how: DescribeHow = { all: options.has('a'), short: false, functions: !options.has('f') };
    let lines: string[];
    if (options.has('t')) lines = meanings(shell, name, how).map(({ kind }) => kind);
    else if (options.has('P'))
      lines = name.includes('/') ? [] : filesOnPath(shell, name).slice(0, how.all ? undefined : 1);
    else if (options.has('p'))
      lines = meanings(shell, name, how).flatMap(({ kind, text }) => (kind === 'file' ? [text] : how.all ? [] : ['']));
    else lines = describe(shell, name, how);
    if (lines.length === 0) {
      status = 1;
      if (!options.has('t') && !options.has('p') && !options.has('P'))
        yield* shell.complain(`type: ${name}: not found`);
    }
    yield* shell.print(
      lines
        .filter((line) => line !== '')
        .map((line) => `${line}\n`)
        .join(''),
    );
  }
  return status;
};

export const alias: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'p');
  if (!options) return 2;
  const line = (name: string) =>
    `alias ${name.startsWith('-') ? '-- ' : ''}${name}=${singleQuoted(shell.aliases.get(name)!)}\n`;
  if (options.operands.length === 0 || options.has('p'))
    yield* shell.print([...shell.aliases.keys()].sort().map(line).join(''));
  let status = 0;
  for (const word of options.operands) {
    const equals = word.indexOf('=');
    if (equals > 0) {
      const name = word.slice(0, equals);
      if (/[\s/$`'"\\=|&;()<>]/.test(name)) {
        yield* shell.complain(`alias: \`${name}': invalid alias name`);
        status = 1;
      } else shell.aliases.set(name, word.slice(equals + 1));
    } else if (shell.aliases.has(word)) yield* shell.print(line(word));
    else {
      yield* shell.complain(`alias: ${word}: not found`);
      status = 1;
    }
  }
  return status;
};

export const unalias: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'a');
  if (!options) return 2;
  if (options.has('a')) shell.aliases.clear();
  else if (options.operands.length === 0) return yield* usage(shell, 'unalias');
  let status = 0;
  for (const name of options.operands)
    if (!shell.aliases.delete(name)) {
      yield* shell.complain(`unalias: ${name}: not found`);
      status = 1;
    }
  return status;
};

export const hash: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'lrp:dt');
  if (!options) return 2;
  if (options.has('r')) shell.hashed.clear();
  if (options.operands.length === 0) {
    if (options.has('r')) return 0;
    if (shell.hashed.size === 0) yield* shell.print('hash: hash table empty\n');
    else if (options.has('l'))
      yield* shell.print([...shell.hashed].map(([name, { path }]) => `builtin hash -p ${path} ${name}\n`).join(''));
    else {
      const lines = [...shell.hashed.values()].map(({ hits, path }) => `${String(hits).padStart(4)}\t${path}\n`);
      yield* shell.print(`hits\tcommand\n${lines.join('')}`);
    }
    return 0;
  }
  return yield* hashNames(shell, options.operands, options.values.get('p'), options.has('d'), options.has('t'));
};

function* hashNames(
  shell: Shell,
  names: readonly string[],
  path: string | undefined,
  forget: boolean,
  tell: boolean,
): Program<number> {
  let status = 0;
  for (const name of names) {
    const known = shell.hashed.get(name);
    if (path !== undefined) shell.hashed.set(name, { path, hits: 0 });
    else if ((forget || tell) && !known) {
      yield* shell.complain(`hash: ${name}: not found`);
      status = 1;
    } else if (forget) shell.hashed.delete(name);
    else if (tell) yield* shell.print(names.length > 1 ? `${name}\t${known!.path}\n` : `${known!.path}\n`);
    else if (!shell.interpreter.builtins.has(name) && !shell.functions.has(name)) {
      const file = filesOnPath(shell, name)[0];
      if (file !== undefined) shell.hashed.set(name, { path: file, hits: 0 });
      else {
        yield* shell.complain(`hash: ${name}: not found`);
        status = 1;
      }
    }
  }
  return status;
}

export const enable: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'adf:nps');
  if (!options) return 2;
  if (options.operands.length === 0) {
    const names = [...shell.interpreter.builtins.keys()].sort();
    if (!options.has('n')) yield* shell.print(names.map((name) => `enable ${name}\n`).join(''));
    return 0;
  }
  for (const name of options.operands)
    if (!shell.interpreter.builtins.has(name)) {
      yield* shell.complain(`enable: ${name}: not a shell builtin`);
      return 1;
    }
  if (options.has('n')) {
    yield* shell.sys.write(2, `${shell.errorName}: enable: -n: not in this simulator\n`);
    return 2;
  }
  return 0;
};
