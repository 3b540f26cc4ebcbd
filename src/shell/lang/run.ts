// Reads commands from a text, one complete line after the other, and runs each before the next is read: so an alias or a syntax
// error further down cannot touch what stands above (bash(1) INVOCATION; parse.y's error words).

import { parse } from 'unbash';
import type { Program } from '../../sim/process.ts';
import { ExpansionError, ShellExit } from './control.ts';
import { scan, type Scanned } from './scan.ts';
import { lineOf } from './scan-tokens.ts';
import type { Origin, Shell, TextOrigin } from './shell.ts';

/** The next command line of `text`. `final`: nothing follows it. */
export function nextCommand(shell: Shell, text: string, final: boolean): Scanned {
  return scan(text, {
    aliases: shell.options.shopt('expand_aliases') ? shell.aliases : undefined,
    extglob: shell.options.shopt('extglob'),
    final,
  });
}

/** eval and source nested deeper than this are refused, with the words of bash's own limit. */
const EVAL_DEPTH = 200;

/** Runs every command of a text: eval, source, -c, a script, a trap. */
export function* runText(shell: Shell, text: string, origin: TextOrigin): Program<number> {
  const { origin: originBefore, line: lineBefore } = shell;
  let rest = text;
  let line = origin.firstLine;
  if (/^\s*$/.test(text)) return 0;
  const deeper = origin.inside === 'eval' || shell.sourcing > 0 ? 1 : 0;
  if (shell.indirection > EVAL_DEPTH) throw new ExpansionError(`maximum eval nesting level exceeded (${EVAL_DEPTH})`);
  shell.indirection += deeper;
  try {
    while (rest !== '') {
      const scanned = nextCommand(shell, rest, true);
      if (scanned.kind !== 'complete') {
        yield* complainOfSyntax(shell, scanned, rest, { ...origin, firstLine: line });
        return shell.status;
      }
      const consumed = rest.slice(0, rest.length - scanned.rest.length);
      yield* runCommand(shell, scanned, { name: origin.name, firstLine: line });
      line += consumed.split('\n').length - 1;
      rest = scanned.rest;
    }
  } finally {
    shell.indirection -= deeper;
    shell.origin = originBefore;
    shell.line = lineBefore;
  }
  return shell.status;
}

/** Runs one scanned command line. */
export function* runCommand(
  shell: Shell,
  scanned: Extract<Scanned, { kind: 'complete' }>,
  origin: Omit<Origin, 'text'>,
): Program<number> {
  shell.origin = { ...origin, text: scanned.command };
  shell.line = origin.firstLine;
  for (const { line, delimiter } of scanned.unclosed) {
    const at = origin.firstLine + line - 1;
    const end = origin.firstLine + scanned.command.split('\n').length - 1;
    const where = origin.name === undefined ? '' : `line ${end}: `;
    yield* shell.sys.write(
      2,
      `${origin.name ?? shell.errorName}: ${where}warning: here-document at line ${at} delimited by end-of-file (wanted \`${delimiter}')\n`,
    );
  }
  const script = parse(scanned.command);
  if (script.errors?.length) {
    yield* shell.complain(`${script.errors[0]!.message}: not in this simulator`);
    return (shell.status = 2);
  }
  if (shell.options.is('noexec') && !shell.interactive) return 0;
  try {
    return yield* shell.interpreter.statements(shell, script.commands);
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    yield* shell.complainOf(error);
    if (shell.indirection > 0 && /nesting level/.test(error.message)) throw error;
    shell.status = shell.interactive ? 1 : error.status;
    // a script ends with what cannot be expanded; a line typed is only given up
    if (!shell.interactive) throw new ShellExit(shell.status);
    if (origin.name !== undefined) throw new GivenUp();
    return shell.status;
  }
}

/** A sourced file in an interactive shell is given up as a whole. */
export class GivenUp extends Error {}

/** bash's words for a text that is no command. */
export function* complainOfSyntax(
  shell: Shell,
  stop: Exclude<Scanned, { kind: 'complete' }>,
  text: string,
  origin: TextOrigin,
): Program {
  // at a terminal only a sourced file is named; a script is what the error's name is, unless it is in another one
  const typed =
    shell.atTerminal &&
    origin.inside !== 'command substitution' &&
    (origin.name === undefined || origin.inside !== undefined);
  const inside = shell.atTerminal && !typed ? (origin.inside ?? origin.name) : origin.inside;
  const name = shell.atTerminal ? shell.errorName : (origin.name ?? shell.errorName);
  const prefix = `${name}: ${inside === undefined || typed ? '' : `${inside}: `}`;
  const write = (line: number, words: string) =>
    shell.sys.write(2, `${prefix}${typed ? '' : `line ${line}: `}${words}\n`);
  const line = origin.firstLine + lineOf(text, stop.at) - 1;
  const before = shell.status;
  // a quote that a script's end leaves open keeps the last status
  if (stop.kind === 'error' || !stop.looking || typed || origin.inside || shell.sourcing) shell.status = 2;
  if (stop.kind === 'incomplete') {
    const lastLine = origin.firstLine + text.replace(/\n$/, '').split('\n').length;
    if (stop.looking) yield* write(line, `unexpected EOF while looking for matching \`${stop.looking}'`);
    else yield* write(lastLine, 'syntax error: unexpected end of file');
    return;
  }
  // bash 5.2 leaves $? alone when [[ ]] is wrong
  if (stop.kind === 'error' && stop.keepsStatus) shell.status = before;
  for (const words of stop.words ?? [`syntax error near unexpected token \`${stop.token}'`]) yield* write(line, words);
  if (!typed && !stop.words) yield* write(line, `\`${lineTextAt(text, stop.at)}'`);
}

function lineTextAt(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end);
}
