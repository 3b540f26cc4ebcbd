// modprobe (kmod): loads a module and what it needs; -r takes it out again, and what nobody needs any more.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { removeModule } from '../rmmod/rmmod.ts';

export const modprobe: Command = {
  name: 'modprobe',
  directory: '/usr/sbin',
  summary: { zh: '加载或卸载内核模块', en: 'Add and remove modules from the Linux Kernel.' },
  options: [
    row('-a, --all', 'every operand is the name of a module', '每个参数都是模块名'),
    row('-r, --remove', 'remove modules instead of inserting', '卸载模块'),
    row('-q, --quiet', 'disable messages', '不显示消息'),
    row('-v, --verbose', 'enable more messages', '显示更多消息'),
    absent('-n, --dry-run', 'do not execute operations', '只演示'),
    absent('-f, --force', 'force module insertion or removal', '强制'),
    absent('-D, --show-depends', 'only print module dependencies and exit', '显示依赖'),
    absent('-c, --showconfig', 'print out known configuration and exit', '显示配置'),
  ],
  main: runModprobe,
};

function* runModprobe(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, modprobe, argv, { usage: '[options] modulename [params...]', hint: '' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) {
    yield* err(sys, 'modprobe: ERROR: missing parameters. See -h.\n');
    return 1;
  }
  const names = opts.has('a') || opts.has('r') ? opts.operands : opts.operands.slice(0, 1);
  const quiet = opts.has('q');
  let status = 0;
  for (const given of names) {
    const name = given.replaceAll('-', '_');
    const failed = opts.has('r')
      ? yield* remove(sys, name, quiet)
      : yield* load(sys, given, name, opts.has('v'), quiet);
    status = failed || status;
  }
  return status;
}

function* load(sys: Sys, given: string, name: string, verbose: boolean, quiet: boolean): Program<number> {
  const before = new Set(sys.modules.list().map((module) => module.name));
  if (isErrno(sys.modules.load(name))) {
    const where = `/lib/modules/${sys.kernel.release}`;
    if (!quiet) yield* err(sys, `modprobe: FATAL: Module ${given} not found in directory ${where}\n`);
    return 1;
  }
  const loaded = sys.modules.list().filter((module) => !before.has(module.name));
  for (const module of verbose ? loaded.toReversed() : [])
    yield* out(sys, `insmod /lib/modules/${sys.kernel.release}/${module.name}.ko \n`);
  return 0;
}

/** The module, and then whatever it needed that nothing else uses, and so on. One that is not loaded is as good as removed. */
function* remove(sys: Sys, name: string, quiet: boolean): Program<number> {
  const module = sys.modules.list().find((one) => one.name === name);
  if (!module) {
    if (sys.modules.unload(name)?.errno !== 'ENOENT' || quiet) return 0;
    yield* err(sys, `modprobe: FATAL: Module ${name} not found.\n`);
    return 1;
  }
  const failed = yield* removeModule(sys, name, 'modprobe: FATAL:');
  if (failed) return failed;
  removeUnused(sys, module.needs);
  return 0;
}

function removeUnused(sys: Sys, names: readonly string[]): void {
  for (const name of names) {
    const needs = sys.modules.list().find((one) => one.name === name)?.needs;
    if (needs && !sys.modules.unload(name)) removeUnused(sys, needs);
  }
}
