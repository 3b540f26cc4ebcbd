// awk: the language of POSIX, in the words of mawk 1.3.4, over bytes (C locale). Written here and not taken from the library,
// whose awk compares, converts and prints numbers otherwise and knows neither RS nor pipes. Where mawk and gawk differ it does
// as gawk: whole numbers print whole, substr as POSIX has it, {n,m} repeats. Leaves out: gawk's extensions, -W.

import type { Bytes } from '../../../base/bytes.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { gather } from '../../just-bash/call.ts';
import { absent, row } from '../../option.ts';
import { assignOperand, CannotOpen, Course } from './execute.ts';
import { parse } from './parse.ts';
import { SyntaxFault, unescape } from './tokens.ts';
import type { Tree } from './tree.ts';
import { fromOutside, RunTimeFault } from './value.ts';

export const awk: Command = {
  name: 'awk',
  summary: { zh: '按模式处理各行的字段', en: 'Pattern scanning and text processing language.' },
  options: [
    row('-F VALUE', 'sets the field separator, FS, to VALUE', '字段分隔符'),
    row('-f PROGRAM-FILE', 'program text is read from a file', '从文件读程序', 'file'),
    row('-v VAR=VALUE', 'assigns VALUE to a program variable', '先给变量赋值'),
    absent('-W OPTION', "mawk's own options", 'mawk 自己的选项'),
  ],
  operands: 'file',
  main: runAwk,
};

const USAGE = `Usage: mawk [Options] [Program] [file ...]

Program:
    The -f option value is the name of a file containing program text.
    If no -f option is given, a "--" ends option processing; the following
    parameters are the program text.

Options:
    -f program-file  Program  text is read from file instead of from the
                     command-line.  Multiple -f options are accepted.
    -F value         sets the field separator, FS, to value.
    -v var=value     assigns value to program variable var.
    --               unambiguous end of options.

    Implementation-specific options are prefixed with "-W".  They can be
    abbreviated:

    -W version       show version information and exit.
    -W dump          show assembler-like listing of program and exit.
    -W help          show this message and exit.
    -W interactive   set unbuffered output, line-buffered input.
    -W exec file     use file as program as well as last option.
    -W random=number set initial random seed.
    -W sprintf=number adjust size of sprintf buffer.
    -W posix_space   do not consider "\\n" a space.
    -W usage         show this message and exit.
`;

interface Line {
  separator: Bytes | undefined;
  readonly programs: Bytes[];
  readonly assignments: Bytes[];
  operands: Bytes[];
}

function readLine(words: readonly Bytes[]): Line | { readonly wrong: Bytes } | { readonly refused: Bytes } {
  const line: Line = { separator: undefined, programs: [], assignments: [], operands: [] };
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') {
      i++;
      break;
    }
    const option = /^-([Fvf])([^]*)$/.exec(word);
    if (word.startsWith('-W')) return { refused: '-W' };
    if (!option && /^-./.test(word)) return { wrong: `not an option: ${word}` };
    if (!option) break;
    const value = option[2] !== '' ? option[2]! : words[++i];
    if (value === undefined) return { wrong: `option requires an argument -- ${option[1]}` };
    if (option[1] === 'F') line.separator = value;
    else (option[1] === 'v' ? line.assignments : line.programs).push(value);
  }
  line.operands = words.slice(i);
  return line;
}

function* runAwk(sys: Sys, argv: readonly string[]): Program<number> {
  const line = readLine(argv.slice(1));
  if ('refused' in line) return yield* notHere(sys, 'awk', line.refused);
  if ('wrong' in line) {
    yield* err(sys, `awk: ${line.wrong}\n`);
    return 2;
  }
  const text = yield* programText(sys, line);
  if (typeof text === 'number') return text;
  let tree: Tree;
  try {
    tree = parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    yield* err(sys, `awk: line ${error.line}: ${error.message}\n`);
    return 2;
  }
  const course = new Course(sys, tree);
  const wrong = prepare(sys, course, line, argv[0]!);
  if (wrong !== undefined) {
    yield* err(sys, `awk: ${wrong}\n`);
    return 2;
  }
  return yield* guarded(sys, course);
}

function* programText(sys: Sys, line: Line): Program<Bytes | number> {
  if (line.programs.length > 0) {
    const { inputs, failed } = yield* gather(
      sys,
      line.programs,
      (name, words) => `awk: cannot open ${name} (${words})\n`,
    );
    return failed ? 2 : inputs.join('\n');
  }
  const program = line.operands.shift();
  if (program !== undefined) return program;
  yield* out(sys, USAGE);
  return 0;
}

/** Sets what the command line says; words when an assignment is none. */
function prepare(sys: Sys, { variables }: Course, line: Line, name: Bytes): string | undefined {
  if (line.separator !== undefined) variables.set('FS', line.separator === 't' ? '\t' : unescape(line.separator));
  for (const assignment of line.assignments)
    if (!assignOperand(variables, assignment)) return `improper assignment: -v ${assignment}`;
  const words = [name, ...line.operands];
  variables.set('ARGC', words.length);
  for (const [i, word] of words.entries()) variables.array('ARGV').set(String(i), fromOutside(word));
  for (const [key, value] of sys.env) variables.array('ENVIRON').set(key, fromOutside(value));
  return undefined;
}

function* guarded(sys: Sys, course: Course): Program<number> {
  try {
    return yield* course.run();
  } catch (error) {
    if (!(error instanceof RunTimeFault) && !(error instanceof CannotOpen)) throw error;
    yield* course.abandon();
    if (error instanceof CannotOpen) yield* err(sys, `awk: ${error.message}\n`);
    else {
      const { variables } = course;
      const where = `\tFILENAME="${variables.text('FILENAME')}" FNR=${variables.text('FNR')} NR=${variables.text('NR')}\n`;
      yield* err(sys, `awk: run time error: ${error.message}\n${where}`);
    }
    return 2;
  }
}
