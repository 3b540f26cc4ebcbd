// jq 1.6, by the library: the filter language, its output forms and variables. Left out: colours, modules, streaming, the
// present time; they are refused by name. It reads all of its input before it begins.

import type { Bytes } from '../../../base/bytes.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { ask, asFiles, gather } from '../../just-bash/call.ts';
import type { Answer } from '../../just-bash/library.ts';
import { UNICODE } from '../../just-bash/text.ts';
import { absent, row } from '../../option.ts';

const NO_COLOURS = {
  zh: '终端上也不带颜色',
  en: 'without colours on a terminal too',
};

export const jq: Command = {
  name: 'jq',
  summary: { zh: '用过滤式处理 JSON', en: 'Command-line JSON processor.' },
  options: [
    row('-c, --compact-output', 'one line for each result', '每个结果一行'),
    row('-e, --exit-status', 'set the exit status from the last result', '按最后的结果定退出状态'),
    row('-j, --join-output', 'like -r, without newlines', '同 -r，不换行'),
    { ...row('-M, --monochrome-output', 'no colours', '不用颜色'), status: 'partly', how: NO_COLOURS },
    row('-n, --null-input', 'take no input; the filter gets null', '不读输入'),
    row('-R, --raw-input', 'each line is a string', '把每行当字符串读入'),
    row('-r, --raw-output', 'print strings without quotes', '字符串不加引号'),
    row('-S, --sort-keys', 'sort the keys of objects', '按键名排序'),
    row('-s, --slurp', 'all inputs in one array', '把全部输入放进一个数组'),
    row('--tab', 'indent with tabs', '用制表符缩进'),
    row('--arg NAME VALUE', 'sets $NAME to a string', '把 $NAME 设为字符串'),
    row('--argjson NAME JSON', 'sets $NAME to a value', '把 $NAME 设为 JSON 值'),
    row('--args', 'what follows are strings of $ARGS', '后面的参数是字符串'),
    row('--jsonargs', 'what follows are values of $ARGS', '后面的参数是 JSON 值'),
    row('--rawfile NAME FILE', 'sets $NAME to the text of FILE', '把 $NAME 设为文件内容'),
    row('--slurpfile NAME FILE', 'sets $NAME to the values in FILE', '把 $NAME 设为文件中的值'),
    absent('-a, --ascii-output', 'escape what is not ASCII', '转义非 ASCII 字符'),
    absent('-C, --color-output', 'colours', '用颜色'),
    absent('-f, --from-file', 'read the filter from a file', '从文件读过滤式'),
    absent('-L, --library-path=DIR', 'where modules are', '模块所在的目录'),
    absent('--indent N', 'indent by N', '缩进宽度'),
    absent('--seq', 'application/json-seq', '按 json-seq 读写'),
    absent('--stream', 'parse in streaming fashion', '流式解析'),
    absent('--unbuffered', 'flush after each result', '每个结果立刻输出'),
  ],
  operands: 'file',
  main: runJq,
};

/** How many words follow an option. */
const TAKES: Readonly<Record<string, number>> = { arg: 2, argjson: 2, rawfile: 2, slurpfile: 2 };

interface Line {
  /** Options and the words that belong to them. */
  readonly options: readonly string[];
  filter: string | undefined;
  readonly files: string[];
  /** What stands behind --args and --jsonargs, with those. */
  readonly positional: string[];
  reads: boolean;
  refused?: string;
  wrong?: string;
}

function readLine(words: readonly string[]): Line {
  const options: string[] = [];
  const line: Line = { options, filter: undefined, files: [], positional: [], reads: true };
  let rest = false;
  let positional = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (rest || !/^-./.test(word)) {
      if (line.filter === undefined) line.filter = word;
      else (positional ? line.positional : line.files).push(word);
      continue;
    }
    if (word === '--') {
      rest = true;
      continue;
    }
    const long = word.startsWith('--') ? word.slice(2) : undefined;
    for (const name of long === undefined ? word.slice(1) : [long]) {
      const option = jq.options.find((each) => (long === undefined ? each.short : each.long) === name);
      if (!option) line.wrong ??= word;
      else if (option.status === 'not here') line.refused ??= long === undefined ? `-${name}` : word;
      else if (option.short === 'n') line.reads = false;
      else if (long === 'args' || long === 'jsonargs') positional = true;
    }
    if (long === 'args' || long === 'jsonargs') line.positional.push(word);
    else if (long !== 'monochrome-output') options.push(word);
    for (let k = TAKES[long ?? ''] ?? 0; k > 0 && i + 1 < words.length; k--) options.push(words[++i]!);
  }
  return line;
}

const USAGE = `jq - commandline JSON processor [version 1.6]

Usage:\tjq [options] <jq filter> [file...]
\tjq [options] --args <jq filter> [strings...]
\tjq [options] --jsonargs <jq filter> [JSON_TEXTS...]

jq is a tool for processing JSON inputs, applying the given filter to
its JSON text inputs and producing the filter's results as JSON on
standard output.

The simplest filter is ., which copies jq's input to its output
unmodified (except for formatting, but note that IEEE754 is used
for number representation internally, with all that that implies).

For more advanced filters see the jq(1) manpage ("man jq")
and/or https://stedolan.github.io/jq

Example:

\t$ echo '{"foo": 0}' | jq .
\t{
\t\t"foo": 0
\t}

For a listing of options, use jq --help.
`;

const NOT_A_CLOCK = /"(?:[^"\\]|\\[^])*"/g;

function* runJq(sys: Sys, argv: readonly string[]): Program<number> {
  const line = readLine(argv.slice(1));
  if (line.wrong !== undefined) {
    yield* err(
      sys,
      `jq: Unknown option ${line.wrong}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://stedolan.github.io/jq\n`,
    );
    return 2;
  }
  if (line.refused !== undefined) return yield* notHere(sys, 'jq', line.refused);
  if (line.filter === undefined) {
    yield* err(sys, USAGE);
    return 2;
  }
  const clock = /\b(now|localtime|strflocaltime|input_filename|input_line_number|\$__loc__|import|include)\b/.exec(
    line.filter.replace(NOT_A_CLOCK, ''),
  );
  if (clock) return yield* notHere(sys, 'jq', clock[1]!);
  const { inputs, failed } = yield* gather(
    sys,
    line.files,
    (name, words) => `jq: error: Could not open file ${name}: ${words}\n`,
  );
  const { names, extra } = asFiles(inputs.filter((text) => text !== undefined));
  if (failed && names.length === 0) return 2;
  const args = [...line.options, '--', line.filter, ...names, ...line.positional].filter((word) => word !== '--');
  const answer = yield* ask(sys, 'jq', args, {
    stdin: line.reads && line.files.length === 0,
    coding: UNICODE,
    extra,
  });
  yield* out(sys, answer.stdout);
  const [words, status] = inItsWords(answer, line.files[0], line.filter);
  yield* err(sys, words);
  return failed ? 2 : status;
}

/** The library's complaints as jq 1.6 puts them, as far as the library says enough. */
function inItsWords({ stderr, status }: Answer, file: Bytes | undefined, filter: string): readonly [Bytes, number] {
  if (stderr === '') return [stderr, status];
  const words = stderr.replace(/^jq: (error: )?(parse error: )?/, '').trimEnd();
  const compile = (what: string): readonly [Bytes, number] => [
    `jq: error: ${what} at <top-level>, line 1:\n${filter}\njq: 1 compile error\n`,
    3,
  ];
  const unknown = /^Unknown function: (\w+)$/.exec(words);
  if (unknown && !filter.includes(`${unknown[1]}(`)) return compile(`${unknown[1]}/0 is not defined`);
  if (/JSON|numeric literal/.test(words)) return [`parse error: ${words}\n`, 2];
  if (/ at position \d+$/.test(words)) return compile(`syntax error, ${words.replace(/^U/, 'u')}`);
  return [`jq: error (at ${file ?? '<stdin>'}:1): ${words}\n`, 5];
}
