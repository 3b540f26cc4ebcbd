// Compound commands (bash(1) Compound Commands): conditionals, loops, case, select, [[ ]], (( )), functions. Every round of a loop
// lets others run, so that an endless one can be interrupted.

import type { ArithmeticFor, Case, CompoundCommand, For, Function as FunctionNode, If, Select, While } from 'unbash';
import { isErrno } from '../../base/errno.ts';
import type { Program } from '../../sim/process.ts';
import { conditional } from './conditional.ts';
import { ExpansionError, LoopControl } from './control.ts';
import { matches } from './pattern.ts';
import { lineAt, type Shell } from './shell.ts';
import { traceLine } from './simple.ts';
import { runPending } from './trap.ts';
import { arithmetic, assign, isName } from './values.ts';
import { expandArithmetic, expandFields, expandPattern, expandText } from './word.ts';

export function* compound(shell: Shell, node: CompoundCommand | FunctionNode): Program<number> {
  switch (node.type) {
    case 'BraceGroup':
      return yield* shell.interpreter.statements(shell, node.body.commands);
    case 'If':
      return yield* conditionalIf(shell, node);
    case 'While':
      return yield* whileLoop(shell, node);
    case 'For':
      return yield* forLoop(shell, node);
    case 'ArithmeticFor':
      return yield* arithmeticFor(shell, node);
    case 'Case':
      return yield* caseCommand(shell, node);
    case 'Select':
      return yield* select(shell, node);
    case 'ArithmeticCommand':
      shell.line = lineAt(shell.origin, node.pos);
      return yield* arithmeticCommand(shell, node.body);
    case 'TestCommand':
      shell.line = lineAt(shell.origin, node.pos);
      return yield* conditional(shell, node.expression);
    case 'Function':
      return yield* define(shell, node);
    default:
      return shell.status;
  }
}

function* arithmeticCommand(shell: Shell, body: string): Program<number> {
  if (shell.options.is('xtrace')) yield* traceLine(shell, `(( ${body} ))`);
  try {
    return arithmetic(shell, yield* expandArithmetic(shell, body), '((') === 0n ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ExpansionError) || error.fatal) throw error;
    yield* shell.complainOf(error);
    return 1;
  }
}

/** A condition: its failure is an answer. */
function* test(shell: Shell, list: If['clause']): Program<boolean> {
  shell.unchecked++;
  try {
    return (yield* shell.interpreter.statements(shell, list.commands)) === 0;
  } finally {
    shell.unchecked--;
  }
}

function* conditionalIf(shell: Shell, node: If): Program<number> {
  if (yield* test(shell, node.clause)) return yield* shell.interpreter.statements(shell, node.then.commands);
  for (const elif of node.elif)
    if (yield* test(shell, elif.clause)) return yield* shell.interpreter.statements(shell, elif.then.commands);
  return node.else ? yield* shell.interpreter.statements(shell, node.else.commands) : 0;
}

/** One round. Answers whether the loop goes on. */
function* round(shell: Shell, body: Program<number>): Program<boolean> {
  yield* shell.turn();
  if (shell.pending.length) yield* runPending(shell);
  try {
    yield* body;
    return true;
  } catch (error) {
    if (!(error instanceof LoopControl)) throw error;
    if (error.levels > 1 && shell.loops > 1) {
      error.levels--;
      throw error;
    }
    shell.status = 0;
    return error.kind === 'continue';
  }
}

/** Runs `rounds` as a loop that break and continue know of. */
function* inLoop(shell: Shell, rounds: Program<number>): Program<number> {
  shell.loops++;
  try {
    return yield* rounds;
  } finally {
    shell.loops--;
  }
}

function* whileLoop(shell: Shell, node: While): Program<number> {
  const wanted = node.kind === 'while';
  return yield* inLoop(
    shell,
    (function* () {
      let status = 0;
      let going = true;
      function* once(): Program<number> {
        if ((yield* test(shell, node.clause)) !== wanted) {
          going = false;
          return 0;
        }
        return (status = yield* shell.interpreter.statements(shell, node.body.commands));
      }
      while (going) {
        if (!(yield* round(shell, once()))) return 0;
        if (!going) break;
        status = shell.status;
      }
      return status;
    })(),
  );
}

function* forLoop(shell: Shell, node: For): Program<number> {
  shell.line = lineAt(shell.origin, node.pos);
  const name = node.name.text;
  if (!isName(name)) {
    yield* shell.complain(`\`${name}': not a valid identifier`);
    return 1;
  }
  const values = node.wordlist ? yield* expandFields(shell, node.wordlist) : [...shell.positional];
  return yield* inLoop(
    shell,
    (function* () {
      shell.status = 0;
      for (const value of values) {
        if (shell.options.is('xtrace')) yield* traceLine(shell, `for ${name} in ${words(node)}`);
        assign(shell, name, value);
        if (!(yield* round(shell, shell.interpreter.statements(shell, node.body.commands)))) break;
      }
      return shell.status;
    })(),
  );
}

const words = (node: For | Select): string =>
  node.wordlist ? node.wordlist.map(({ text }) => text).join(' ') : '"$@"';

function* arithmeticFor(shell: Shell, node: ArithmeticFor): Program<number> {
  const header = forHeader(shell, node);
  shell.line = lineAt(shell.origin, node.pos);
  const value = function* (text: string): Program<bigint> {
    if (shell.options.is('xtrace') && text.trim()) yield* traceLine(shell, `(( ${text.trim()} ))`);
    return arithmetic(shell, yield* expandArithmetic(shell, text), '((');
  };
  return yield* inLoop(
    shell,
    (function* () {
      shell.status = 0;
      yield* value(header[0]!);
      while (header[1]!.trim() === '' || (yield* value(header[1]!)) !== 0n) {
        if (!(yield* round(shell, shell.interpreter.statements(shell, node.body.commands)))) break;
        yield* value(header[2]!);
      }
      return shell.status;
    })(),
  );
}

/** The three expressions as they are written: arithmetic reads text. */
function forHeader(shell: Shell, node: ArithmeticFor): string[] {
  const source = shell.origin.text.slice(node.pos, node.body.pos);
  const start = source.indexOf('((') + 2;
  return source.slice(start, source.lastIndexOf('))')).split(';');
}

function* caseCommand(shell: Shell, node: Case): Program<number> {
  shell.line = lineAt(shell.origin, node.pos);
  const word = yield* expandText(shell, node.word);
  if (shell.options.is('xtrace')) yield* traceLine(shell, `case ${node.word.text} in`);
  const options = { extglob: true, ignoreCase: shell.options.shopt('nocasematch') };
  let falling = false;
  for (const item of node.items) {
    let hit = falling;
    for (const pattern of hit ? [] : item.pattern)
      if (matches(word, yield* expandPattern(shell, pattern), options)) {
        hit = true;
        break;
      }
    if (!hit) continue;
    shell.status = 0;
    yield* shell.interpreter.statements(shell, item.body.commands);
    if (item.terminator === ';&') falling = true;
    else if (item.terminator === ';;&') falling = false;
    else return shell.status;
    if (item === node.items[node.items.length - 1]) return shell.status;
  }
  return falling ? shell.status : 0;
}

function* select(shell: Shell, node: Select): Program<number> {
  if (shell.options.is('xtrace')) yield* traceLine(shell, `select ${node.name.text} in ${words(node)}`);
  const values = node.wordlist ? yield* expandFields(shell, node.wordlist) : [...shell.positional];
  if (values.length === 0) return 0;
  const width = String(values.length).length;
  const menu = values.map((value, i) => `${String(i + 1).padStart(width)}) ${value}\n`).join('');
  return yield* inLoop(
    shell,
    (function* () {
      for (let show = true; ;) {
        yield* shell.sys.write(2, (show ? menu : '') + (shell.variables.get('PS3') ?? '#? '));
        const line = yield* readLine(shell);
        if (line === undefined) {
          yield* shell.print('\n');
          return 1;
        }
        show = line === '';
        if (show) continue;
        assign(shell, 'REPLY', line);
        assign(shell, node.name.text, /^\d+$/.test(line) ? (values[Number(line) - 1] ?? '') : '');
        if (!(yield* round(shell, shell.interpreter.statements(shell, node.body.commands)))) return shell.status;
      }
    })(),
  );
}

function* readLine(shell: Shell): Program<string | undefined> {
  let line = '';
  for (;;) {
    const char = yield* shell.sys.read(0, 1);
    if (isErrno(char) || char === '') return undefined;
    if (char === '\n') return line;
    line += char;
  }
}

function* define(shell: Shell, node: FunctionNode): Program<number> {
  const name = node.name.text;
  shell.line = lineAt(shell.origin, node.pos);
  if (/[$`'"\\]/.test(name)) {
    yield* shell.complain(`\`${name}': not a valid identifier`);
    return 1;
  }
  // bash has no file to name for what -c defines
  const fromArgument = shell.started === 'c' && shell.origin.name === shell.errorName;
  const origin = fromArgument ? { ...shell.origin, name: 'environment' } : shell.origin;
  shell.functions.set(name, { name, node, origin });
  return 0;
}
