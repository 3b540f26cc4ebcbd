// systemctl (systemd 219, CentOS 7.2): start, stop, restart, status, enable and their like, through the machine's UnitControl. Words as in
// ../shared/reference §7.2 where it has them.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { statusText, unitFilesText, unitsText } from './status.ts';

type Verb = (sys: Sys, units: readonly string[], opts: Parsed) => Program<number>;

/** How systemctl status and is-active say that a unit does not run (LSB). */
const NOT_RUNNING = 3;
const DEFAULT_LINES = 10;

const full = (name: string): string => (name.includes('.') ? name : `${name}.service`);

/** For verbs that do one thing to each unit: the last failure is the exit status. */
const each = (one: (sys: Sys, unit: string, opts: Parsed) => Program<number>): Verb =>
  function* (sys, units, opts) {
    if (units.length === 0) {
      yield* err(sys, 'Too few arguments.\n');
      return 1;
    }
    let status = 0;
    for (const unit of units) status = (yield* one(sys, full(unit), opts)) || status;
    return status;
  };

function* say(sys: Sys, words: string, status = 1): Program<number> {
  yield* err(sys, words);
  return status;
}

const notLoaded = (sys: Sys, verb: string, unit: string): Program<number> =>
  say(sys, `Failed to ${verb} ${unit}: Unit ${unit} failed to load: No such file or directory.\n`, 6);

function* jobFailed(sys: Sys, unit: string): Program<number> {
  return yield* say(
    sys,
    `Job for ${unit} failed because the control process exited with error code. See "systemctl status ${unit}" and "journalctl -xe" for details.\n`,
  );
}

function* start(sys: Sys, unit: string): Program<number> {
  const result = yield* sys.units.start(unit);
  if (result === 'not-found') return yield* notLoaded(sys, 'start', unit);
  return result === 'ok' ? 0 : yield* jobFailed(sys, unit);
}

function* stop(sys: Sys, unit: string): Program<number> {
  const result = yield* sys.units.stop(unit);
  if (result === 'not-found') return yield* say(sys, `Failed to stop ${unit}: Unit ${unit} not loaded.\n`, 5);
  return 0;
}

function* restart(sys: Sys, unit: string): Program<number> {
  if ((yield* sys.units.stop(unit)) === 'not-found') return yield* notLoaded(sys, 'restart', unit);
  return yield* start(sys, unit);
}

function* tryRestart(sys: Sys, unit: string): Program<number> {
  return sys.units.unit(unit)?.state === 'active' ? yield* restart(sys, unit) : 0;
}

function* reload(sys: Sys, unit: string): Program<number> {
  const info = sys.units.unit(unit);
  if (!info) return yield* notLoaded(sys, 'reload', unit);
  if (info.reloadable || unit === 'httpd.service') return yield* notHere(sys, 'systemctl', `reload ${unit}`);
  return yield* say(
    sys,
    `Failed to reload ${unit}: Job type reload is not applicable for unit ${unit}.\nSee system logs and 'systemctl status ${unit}' for details.\n`,
  );
}

function* setEnabled(sys: Sys, unit: string, enabled: boolean): Program<number> {
  const link = sys.units.wants(unit);
  const result = sys.units.setEnabled(unit, enabled);
  if (result === 'not-found') return yield* say(sys, 'Failed to execute operation: No such file or directory\n');
  if (result === 'changed' && link)
    yield* err(sys, enabled ? `Created symlink from ${link[0]} to ${link[1]}.\n` : `Removed symlink ${link[0]}.\n`);
  return 0;
}

function* isActive(sys: Sys, unit: string, opts: Parsed): Program<number> {
  const state = sys.units.unit(unit)?.state;
  if (!opts.has('q')) yield* out(sys, `${state ?? 'unknown'}\n`);
  return state === 'active' ? 0 : NOT_RUNNING;
}

function* isFailed(sys: Sys, unit: string, opts: Parsed): Program<number> {
  const state = sys.units.unit(unit)?.state;
  if (!opts.has('q')) yield* out(sys, `${state ?? 'unknown'}\n`);
  return state === 'failed' ? 0 : 1;
}

function* isEnabled(sys: Sys, unit: string, opts: Parsed): Program<number> {
  const info = sys.units.unit(unit);
  if (!info) return yield* say(sys, `Failed to get unit file state for ${unit}: No such file or directory\n`);
  const state = info.installable ? (info.enabled ? 'enabled' : 'disabled') : 'static';
  if (!opts.has('q')) yield* out(sys, `${state}\n`);
  return state === 'disabled' ? 1 : 0;
}

function* status(sys: Sys, unit: string, opts: Parsed): Program<number> {
  const info = sys.units.unit(unit);
  if (!info) {
    yield* out(
      sys,
      `\xe2\x97\x8f ${unit}\n   Loaded: not-found (Reason: No such file or directory)\n   Active: inactive (dead)\n`,
    );
    return NOT_RUNNING;
  }
  yield* out(sys, statusText(sys, info, Number(opts.value('n') ?? DEFAULT_LINES)));
  return info.state === 'active' ? 0 : NOT_RUNNING;
}

function* cat(sys: Sys, unit: string): Program<number> {
  const info = sys.units.unit(unit);
  const text = info && sys.readFile(info.path);
  if (!info || isErrno(text)) return yield* say(sys, `No files found for ${unit}.\n`);
  yield* out(sys, `# ${info.path}\n${text}`);
  return 0;
}

function* resetFailed(sys: Sys, unit: string): Program<number> {
  if (sys.units.resetFailed(unit) === 'ok') return 0;
  return yield* say(sys, `Failed to reset failed state of unit ${unit}: Unit ${unit} is not loaded.\n`);
}

function* withNow(sys: Sys, unit: string, opts: Parsed, enabled: boolean): Program<number> {
  const failed = yield* setEnabled(sys, unit, enabled);
  if (failed || !opts.has('now')) return failed;
  return enabled ? yield* start(sys, unit) : yield* stop(sys, unit);
}

const listUnits: Verb = function* (sys, _units, opts) {
  const type = opts.value('t');
  const states = opts.value('state')?.split(',');
  const units = type === undefined || type.split(',').includes('service') ? sys.units.list() : [];
  const chosen = states ? units.filter(({ state, sub }) => states.includes(state) || states.includes(sub)) : units;
  yield* out(
    sys,
    unitsText(sys, chosen, { all: opts.has('a') || states !== undefined, legend: !opts.has('no-legend') }),
  );
  return 0;
};

const power = (what: 'reboot' | 'off'): Verb =>
  // eslint-disable-next-line require-yield -- it is asked for and that is all
  function* (sys) {
    sys.power(what);
    return 0;
  };

const VERBS: Readonly<Record<string, Verb>> = {
  cat: each(cat),
  // Unit files are read whenever they are needed, so there is nothing to reload.
  *'daemon-reload'() {
    return yield* succeed();
  },
  disable: each((sys, unit, opts) => withNow(sys, unit, opts, false)),
  enable: each((sys, unit, opts) => withNow(sys, unit, opts, true)),
  *'get-default'(sys) {
    yield* out(sys, 'multi-user.target\n');
    return 0;
  },
  'is-active': each(isActive),
  'is-enabled': each(isEnabled),
  'is-failed': each(isFailed),
  *'list-unit-files'(sys, _units, opts) {
    yield* out(sys, unitFilesText(sys.units.list(), !opts.has('no-legend')));
    return 0;
  },
  'list-units': listUnits,
  poweroff: power('off'),
  reboot: power('reboot'),
  reload: each(reload),
  'reset-failed': each(resetFailed),
  restart: each(restart),
  start: each(start),
  status: each(status),
  stop: each(stop),
  'try-restart': each(tryRestart),
};

// eslint-disable-next-line require-yield -- a program that has nothing to do
function* succeed(): Program<number> {
  return 0;
}

/** What the real one has beside them. */
const NOT_HERE =
  'add-requires add-wants cancel condrestart daemon-reexec default edit emergency exit force-reload get-property halt help hibernate import-environment is-system-running isolate kexec kill link list-dependencies list-jobs list-machines list-sockets list-timers mask preset preset-all reenable reload-or-restart reload-or-try-restart rescue set-default set-environment set-property show show-environment snapshot suspend switch-root unmask unset-environment'.split(
    ' ',
  );

export const systemctl: Command = {
  name: 'systemctl',
  summary: { zh: '管理系统服务', en: 'Query or send control commands to the systemd manager.' },
  options: [
    row('-t, --type=TYPE', 'List units of a particular type', '只列某类单元', ['service']),
    row('--state=STATE', 'List units with particular LOAD or SUB or ACTIVE state', '只列某状态的单元', [
      'active',
      'inactive',
      'failed',
      'running',
      'exited',
      'dead',
    ]),
    row('-a, --all', 'Show all loaded units', '列出所有单元'),
    row('-q, --quiet', 'Suppress output', '不输出'),
    row('-l, --full', "Don't ellipsize unit names on output", '不缩略'),
    row('-n, --lines=INTEGER', 'Number of journal entries to show', '显示几行日志'),
    row('--no-legend', 'Do not print a legend', '不要说明'),
    row('--no-pager', 'Do not pipe output into a pager', '不分页'),
    row('--now', 'Start or stop unit in addition to enabling or disabling it', '同时启动或停止'),
    absent('-H, --host=HOST', 'Operate on remote host', '远程主机'),
    absent('-p, --property=NAME', 'Show only properties by this name', '只显示某属性'),
    absent('-f, --force', 'Override existing symlinks, or shut down immediately', '强制'),
    absent('--no-block', 'Do not wait until operation finished', '不等待'),
    absent('--user', 'Connect to user service manager', '用户服务'),
    absent('-o, --output=STRING', 'Change journal output mode', '日志格式'),
  ],
  operands: (sys, before) =>
    before.some((word) => word in VERBS)
      ? sys.units.list().map(({ name }) => name.replace(/\.service$/, ''))
      : Object.keys(VERBS),
  main: runSystemctl,
};

function* runSystemctl(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, systemctl, argv, { usage: '[OPTIONS...] {COMMAND} ...', hint: '' });
  if (typeof opts === 'number') return opts;
  const [name = 'list-units', ...units] = opts.operands;
  if (Object.hasOwn(VERBS, name)) return yield* VERBS[name]!(sys, units, opts);
  if (NOT_HERE.includes(name)) return yield* notHere(sys, 'systemctl', name);
  return yield* say(sys, `Unknown operation '${name}'.\n`);
}
