// sed (GNU sed 4.9), by the library: scripts are read here (script.ts), inputs too, so that the words for what is wrong are
// GNU's. Leaves out: NUL-separated lines, commands e F R W z, the flags e and M of s, exit statuses of q. It reads all of its
// input before it begins.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { ask, gather, print } from '../../just-bash/call.ts';
import { absent, row } from '../../option.ts';
import { isDirectory } from '../../text/input.ts';
import { readScript } from './script.ts';

const ALL_FIRST = {
  zh: '先读完全部输入，再开始输出',
  en: 'all input is read before anything is printed',
};

export const sed: Command = {
  name: 'sed',
  summary: { zh: '按脚本编辑各行', en: 'Stream editor for filtering and transforming text.' },
  options: [
    row('-n, --quiet', 'suppress automatic printing of pattern space', '不自动输出'),
    row('-n, --silent', 'suppress automatic printing of pattern space', '不自动输出'),
    row('-e, --expression=SCRIPT', 'add the script to the commands to be executed', '添加脚本'),
    row('-f, --file=SCRIPT-FILE', 'add the contents of script-file', '从文件读脚本', 'file'),
    row(
      '-i, --in-place[=SUFFIX]',
      'edit files in place (makes backup if SUFFIX supplied)',
      '直接修改文件（给了 SUFFIX 就留备份）',
    ),
    row('-E, --regexp-extended', 'use extended regular expressions in the script', '用扩展正则表达式'),
    row('-r', 'use extended regular expressions in the script', '用扩展正则表达式'),
    row('-s, --separate', 'consider files as separate', '各文件分别处理'),
    { ...row('-u, --unbuffered', 'load minimal amounts of data', '尽快输出'), status: 'partly', how: ALL_FIRST },
    row('--posix', 'disable all GNU extensions', '不用 GNU 的扩展'),
    absent('-l, --line-length=N', 'specify desired line-wrap length for the l command', 'l 命令的行宽'),
    absent('-z, --null-data', 'separate lines by NUL characters', '以 NUL 分行'),
    absent('--debug', 'annotate program execution', '显示执行过程'),
    absent('--follow-symlinks', 'follow symlinks when processing in place', '跟随符号链接'),
    absent('--sandbox', 'operate in sandbox mode', '沙箱方式'),
  ],
  operands: 'file',
  main: runSed,
};

const USAGE = `Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...

  -n, --quiet, --silent
                 suppress automatic printing of pattern space
      --debug
                 annotate program execution
  -e script, --expression=script
                 add the script to the commands to be executed
  -f script-file, --file=script-file
                 add the contents of script-file to the commands to be executed
  --follow-symlinks
                 follow symlinks when processing in place
  -i[SUFFIX], --in-place[=SUFFIX]
                 edit files in place (makes backup if SUFFIX supplied)
  -l N, --line-length=N
                 specify the desired line-wrap length for the \`l' command
  --posix
                 disable all GNU extensions.
  -E, -r, --regexp-extended
                 use extended regular expressions in the script
                 (for portability use POSIX -E).
  -s, --separate
                 consider files as separate rather than as a single,
                 continuous long stream.
      --sandbox
                 operate in sandbox mode (disable e/r/w commands).
  -u, --unbuffered
                 load minimal amounts of data from the input files and flush
                 the output buffers more often
  -z, --null-data
                 separate lines by NUL characters
      --help     display this help and exit
      --version  output version information and exit

If no -e, --expression, -f, or --file option is given, then the first
non-option argument is taken as the sed script to interpret.  All
remaining arguments are names of input files; if no input files are
specified, then the standard input is read.

GNU sed home page: <https://www.gnu.org/software/sed/>.
General help using GNU software: <https://www.gnu.org/gethelp/>.
`;

function* runSed(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, sed, argv, { hint: USAGE, help: USAGE });
  if (typeof opts === 'number') return opts;
  const files = [...opts.operands];
  const text = yield* scriptText(sys, opts, files);
  if (typeof text === 'number') return text;
  const extended = opts.has('E') || opts.has('r');
  const script = readScript(text, extended);
  if ('refused' in script) return yield* notHere(sys, 'sed', script.refused);
  if ('message' in script) {
    yield* err(sys, script.message);
    return script.status;
  }
  if ('wrong' in script) {
    yield* err(sys, `sed: -e expression #1, char ${script.at}: ${script.wrong}\n`);
    return 1;
  }
  const args = [...(opts.has('n') || script.quiet ? ['-n'] : []), ...(extended ? ['-E'] : []), '-e', script.text];
  if (opts.has('i')) return yield* inPlace(sys, args, files, opts.value('i'));
  return yield* stream(sys, args, files.length > 0 ? files : ['-'], opts.has('s'));
}

/** The script of -e and -f in order, or the first operand (which is taken off `files`); a number: refused. */
function* scriptText(sys: Sys, opts: Parsed, files: string[]): Program<string | number> {
  const pieces: string[] = [];
  for (const { option, value } of opts.given) {
    if (option.short === 'e') pieces.push(value!);
    if (option.short !== 'f') continue;
    const { inputs } = yield* gather(sys, [value!], (name, words) => `sed: couldn't open file ${name}: ${words}\n`);
    if (inputs[0] === undefined) return 4;
    pieces.push(inputs[0].replace(/\n$/, ''));
  }
  if (pieces.length > 0) return pieces.join('\n');
  const first = files.shift();
  if (first !== undefined) return first;
  yield* err(sys, USAGE);
  return 1;
}

const cannotRead = (name: string, words: string): string =>
  words === 'Is a directory' ? `sed: read error on ${name}: ${words}\n` : `sed: can't read ${name}: ${words}\n`;

function* stream(sys: Sys, args: readonly string[], files: readonly string[], apart: boolean): Program<number> {
  const { inputs, failed } = yield* gather(sys, files, cannotRead);
  const texts = inputs.filter((text) => text !== undefined);
  // One long stream: only its last line may lack a newline.
  const whole = texts.map((text, i) =>
    i + 1 < texts.length && text !== '' && !text.endsWith('\n') ? `${text}\n` : text,
  );
  // What can be opened and not read (a directory) ends it all, as a panic does.
  if (files.some((name, i) => inputs[i] === undefined && isDirectory(sys, name))) return 4;
  let status = failed ? 2 : 0;
  for (const text of apart ? whole : [whole.join('')])
    status = (yield* print(sys, yield* ask(sys, 'sed', args, { input: text }))) || status;
  return status;
}

function* inPlace(
  sys: Sys,
  args: readonly string[],
  files: readonly string[],
  suffix: string | undefined,
): Program<number> {
  let status = 0;
  for (const file of files) {
    if (isDirectory(sys, file)) {
      yield* err(sys, `sed: couldn't edit ${file}: not a regular file\n`);
      status = 4;
      continue;
    }
    const before = sys.readFile(file);
    if (isErrno(before)) {
      yield* err(sys, `sed: can't read ${file}: ${strerror(before)}\n`);
      status = 2;
      continue;
    }
    const { stdout, stderr, status: ended } = yield* ask(sys, 'sed', args, { input: before });
    yield* err(sys, stderr);
    if (ended !== 0) return ended;
    if (suffix) sys.writeFile(suffix.includes('*') ? suffix.replaceAll('*', file) : file + suffix, before);
    const refused = sys.writeFile(file, stdout);
    if (!refused) continue;
    yield* err(sys, `sed: couldn't open file ${file}: ${strerror(refused)}\n`);
    status = 4;
  }
  return status;
}
