// sysctl (procps-ng 4.0.2): kernel parameters shown, set, and loaded from files. Leaves out: --deprecated (nothing here is).

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { SysctlRow } from '../../../net/contract.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { row } from '../../option.ts';
import { compileRegex } from '../../text/posix-regex.ts';
import { isGlob, keyOfPath, pathOfKey, rowsAt, rowsMatching, sortRows } from './key.ts';
import { parseLine, readSettings, systemFiles, type Setting } from './file.ts';
import { USAGE } from './usage.ts';

export const sysctl: Command = {
  name: 'sysctl',
  directory: '/usr/sbin',
  summary: { zh: '查看和修改内核参数', en: 'Show and change kernel parameters.' },
  options: [
    row('-a, --all', 'display all variables', '显示所有参数'),
    row('-A', 'alias of -a', '同 -a'),
    row('-X', 'alias of -a', '同 -a'),
    row('--deprecated', 'include deprecated parameters to listing', '包括已过时的参数'),
    row('--dry-run', 'print the key and values but do not write', '只显示，不写入'),
    row('-b, --binary', 'print value without new line', '值后不换行'),
    row('-e, --ignore', 'ignore unknown variables errors', '忽略未知参数'),
    row('-N, --names', 'print variable names without values', '只显示参数名'),
    row('-n, --values', 'print only values of the given variable(s)', '只显示值'),
    row('-p, --load[=FILE]', 'read values from file', '从文件读取（默认 /etc/sysctl.conf）', 'file'),
    row('-f[FILE]', 'alias of -p', '同 -p', 'file'),
    row('--system', 'read values from all system directories', '读取所有系统配置文件'),
    row('-r, --pattern=EXPRESSION', 'select settings that match expression', '只处理匹配的参数'),
    row('-q, --quiet', 'do not echo variable set', '设置时不显示'),
    row('-w, --write', 'enable writing a value to variable', '设置参数'),
    row('-o', 'does nothing', '无作用'),
    row('-x', 'does nothing', '无作用'),
    row('-d', 'alias of -h', '同 -h'),
    row('-h, --help', 'display the usage text', '显示用法'),
    row('-V, --version', 'display the version', '显示版本'),
  ],
  operands: 'sysctl',
  main: runSysctl,
};

function* runSysctl(sys: Sys, argv: readonly string[]): Program<number> {
  if (argv.length < 2) {
    yield* err(sys, USAGE);
    return 1;
  }
  const opts = yield* getopt(sys, sysctl, argv, { hint: USAGE, hintIsOutput: true, status: 0 });
  if (typeof opts === 'number') return opts;
  if (opts.has('h') || opts.has('d') || opts.has('V')) {
    yield* out(sys, opts.has('V') ? 'sysctl from procps-ng 4.0.2\n' : USAGE);
    return 0;
  }
  const pattern = opts.value('r');
  const compiled = pattern === undefined ? undefined : compileRegex(pattern, { extended: true });
  if (compiled && 'wrong' in compiled) {
    yield* err(sys, `sysctl: ${compiled.wrong}\n`);
    return 1;
  }
  return yield* new Run(sys, opts, compiled).run();
}

class Run {
  readonly #sys: Sys;
  readonly #opts: Parsed;
  readonly #pattern: RegExp | undefined;

  constructor(sys: Sys, opts: Parsed, pattern: RegExp | undefined) {
    this.#sys = sys;
    this.#opts = opts;
    this.#pattern = pattern;
  }

  *run(): Program<number> {
    const opts = this.#opts;
    if (opts.has('a') || opts.has('A') || opts.has('X')) {
      for (const one of sortRows(this.#sys.sysctl.rows())) yield* this.#show(one);
      return 0;
    }
    if (opts.has('system')) return yield* this.#load(systemFiles(this.#sys), true);
    if (opts.has('p') || opts.has('f')) {
      const named = opts.value('p') ?? opts.value('f');
      const files = [...(named === undefined ? [] : [named]), ...opts.operands];
      return yield* this.#load(files.length > 0 ? files : ['/etc/sysctl.conf'], false);
    }
    if (opts.operands.length > 0) return yield* this.#operands();
    yield* err(this.#sys, "sysctl: no variables specified\nTry `sysctl --help' for more information.\n");
    return 1;
  }

  *#operands(): Program<number> {
    let failures = 0;
    for (const operand of this.#opts.operands) {
      if (!this.#opts.has('w') && !operand.includes('=')) {
        failures += yield* this.#read(operand);
        continue;
      }
      const setting = parseLine(operand);
      if (!setting) {
        yield* err(this.#sys, 'sysctl: command line(0): invalid syntax, continuing...\n');
        return 1;
      }
      if (!(yield* this.#set(setting))) failures = 1;
    }
    return Math.min(failures, 255);
  }

  *#complain(words: string): Program<false> {
    yield* err(this.#sys, `sysctl: ${words}\n`);
    return false;
  }

  /** Shows what a key names; answers how many failed. */
  *#read(key: string): Program<number> {
    if (key === '') {
      yield* this.#complain('"" is an unknown key');
      return 1;
    }
    const path = pathOfKey(key);
    const rows = isGlob(path) ? rowsMatching(this.#sys.sysctl, path) : rowsAt(this.#sys.sysctl, path);
    for (const one of rows) yield* this.#show(one);
    if (rows.length > 0 || this.#opts.has('e')) return 0;
    yield* this.#complain(this.#whyMissing(path));
    return 1;
  }

  #whyMissing(path: string): string {
    if (path === '' || path.startsWith('/')) return `Path is not under /proc/sys/: /proc/sys/${path}`;
    const below = path.split('/').some((_, i, parts) => i > 0 && this.#sys.sysctl.row(parts.slice(0, i).join('/')));
    return `cannot stat /proc/sys/${path}: ${below ? 'Not a directory' : 'No such file or directory'}`;
  }

  *#show(one: SysctlRow): Program {
    const key = keyOfPath(one.path);
    if (this.#pattern && !this.#pattern.test(key)) return;
    if (this.#opts.has('N')) return yield* out(this.#sys, `${key}\n`);
    const text = one.read();
    if (text === '' && one.writable && !this.#opts.has('n')) return;
    const lines = text.split('\n');
    for (const line of lines)
      yield* out(this.#sys, this.#opts.has('b') ? line : `${this.#opts.has('n') ? '' : `${key} = `}${line}\n`);
  }

  /** Settings of files: first all is read, then all is set. */
  *#load(files: readonly string[], announced: boolean): Program<number> {
    let well = true;
    const settings: Setting[] = [];
    for (const file of files) {
      if (announced && !this.#opts.has('q')) yield* out(this.#sys, `* Applying ${file} ...\n`);
      const read = yield* readSettings(this.#sys, file);
      if (isErrno(read)) {
        yield* this.#complain(`cannot open "${file}": ${strerror(read)}`);
        well = false;
        continue;
      }
      for (const line of read.wrong) yield* this.#complain(`${file}(${line}): invalid syntax, continuing...`);
      settings.push(...read.settings);
    }
    for (const setting of settings) if (!(yield* this.#set(setting))) well = false;
    return well ? 0 : 1;
  }

  *#set(setting: Setting): Program<boolean> {
    const path = pathOfKey(setting.key);
    if (!isGlob(path)) return yield* this.#write(path, setting);
    let well = true;
    for (const one of rowsMatching(this.#sys.sysctl, path)) if (!(yield* this.#write(one.path, setting))) well = false;
    return well;
  }

  *#write(path: string, { value, ignoreFailure }: Setting): Program<boolean> {
    const key = keyOfPath(path);
    if (this.#pattern && !this.#pattern.test(key)) return true;
    const one = this.#sys.sysctl.row(path);
    if (!one) {
      if (this.#opts.has('e')) return path !== '' || (yield* this.#complain(this.#whyMissing(path)));
      yield* this.#complain(this.#whyMissing(path));
      return ignoreFailure;
    }
    const refused = this.#opts.has('dry-run') ? undefined : one.writable && value !== '' ? one.write(value) : 'refused';
    if (refused) {
      yield* this.#complain(`setting key "${key}": ${refused === 'refused' ? 'Invalid argument' : strerror(refused)}`);
      return ignoreFailure || !one.writable;
    }
    if (this.#opts.has('q')) return true;
    const shown = this.#opts.has('N') ? key : this.#opts.has('n') ? value : `${key} = ${value}`;
    yield* out(this.#sys, this.#opts.has('b') ? value : `${shown}\n`);
    return true;
  }
}
