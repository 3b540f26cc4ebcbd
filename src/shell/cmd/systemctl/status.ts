// `systemctl status UNIT` as systemd 219 prints it.

import { encodeUtf8, type Bytes } from '../../../base/bytes.ts';
import type { Sys, UnitInfo } from '../../../host/sys.ts';
import { ago, endWords, logTime, longTime } from './words.ts';

const GREEN = '\x1b[1;32m';
const RED = '\x1b[1;31m';
const PLAIN = '\x1b[0m';

/** On a terminal that has colours, what is well is green and what has failed is red. */
function paint(sys: Sys, unit: UnitInfo | undefined, text: string): string {
  if (!sys.isTty(1) || sys.env.get('TERM') === 'dumb') return text;
  const colour = unit?.state === 'active' ? GREEN : unit?.state === 'failed' ? RED : '';
  return colour === '' ? text : `${colour}${text}${PLAIN}`;
}

/** So many lines of the log (-n). */
export function statusText(sys: Sys, unit: UnitInfo, lines: number): Bytes {
  const enabled = unit.installable ? (unit.enabled ? 'enabled' : 'disabled') : 'static';
  const preset = unit.path.startsWith('/usr/lib') || unit.installable ? '; vendor preset: disabled' : '';
  const text = [
    `${paint(sys, unit, '●')} ${unit.name} - ${unit.description}`,
    `   Loaded: loaded (${unit.path}; ${enabled}${preset})`,
    `   Active: ${activeWords(sys, unit)}`,
    ...unit.documentation.map((page, at) => `${at === 0 ? '     Docs: ' : '           '}${page}`),
    ...processLines(unit),
    ...groupLines(sys, unit),
  ];
  const log = unit.log.slice(-lines).map(({ atUs, line }) => `${logTime(sys, atUs)} ${sys.hostname()} ${line}`);
  return `${encodeUtf8(`${text.join('\n')}\n`)}${log.length > 0 ? `\n${log.join('\n')}\n` : ''}`;
}

function activeWords(sys: Sys, unit: UnitInfo): string {
  const result = unit.state === 'failed' ? `failed (Result: ${failure(unit)})` : `${unit.state} (${unit.sub})`;
  if (unit.changedUs === undefined) return result;
  return `${paint(sys, unit, result)} since ${longTime(sys, unit.changedUs)}; ${ago(sys, unit.changedUs)}`;
}

const failure = ({ ran }: UnitInfo): string => {
  const end = ran.findLast((run) => run.end !== undefined && run.end.status !== 0)?.end;
  return end?.signal ? 'signal' : 'exit-code';
};

function processLines({ ran, main, mainPid }: UnitInfo): string[] {
  const lines = ran.flatMap(({ what, argv, pid, end }) =>
    end ? [`  Process: ${pid} ${what}=${argv.join(' ')} (${endWords(end)})`] : [],
  );
  if (mainPid !== undefined) lines.push(` Main PID: ${mainPid} (${main!.argv[0]!.replace(/.*\//, '')})`);
  else if (main?.end) lines.push(` Main PID: ${main.pid} (${endWords(main.end)})`);
  return lines;
}

/** The processes of a running service: its main one and what that has started. */
function groupLines(sys: Sys, unit: UnitInfo): string[] {
  if (unit.mainPid === undefined) return [];
  const all = sys.processes();
  const members = new Set([unit.mainPid]);
  for (const { pid, parent } of all) if (members.has(parent)) members.add(pid);
  const shown = all.filter(({ pid }) => members.has(pid));
  return [
    `   CGroup: /system.slice/${unit.name}`,
    ...shown.map(({ pid, argv }, at) => `           ${at === shown.length - 1 ? '└─' : '├─'}${pid} ${argv.join(' ')}`),
  ];
}

const LEGEND = `
LOAD   = Reflects whether the unit definition was properly loaded.
ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
SUB    = The low-level unit activation state, values depend on unit type.

`;

/** `systemctl list-units` */
export function unitsText(sys: Sys, units: readonly UnitInfo[], how: { all: boolean; legend: boolean }): Bytes {
  const shown = how.all ? units : units.filter(({ state }) => state !== 'inactive');
  const marks = shown.some(({ state }) => state === 'failed');
  const width = Math.max(...shown.map(({ name }) => name.length), 'UNIT'.length);
  const active = Math.max(...shown.map(({ state }) => state.length), 'ACTIVE'.length);
  const sub = Math.max(...shown.map((one) => one.sub.length), 'SUB'.length);
  const line = (mark: string, name: string, load: string, state: string, low: string, words: string) =>
    `${marks ? `${mark} ` : ''}${name.padEnd(width)} ${load} ${state.padEnd(active)} ${low.padEnd(sub)} ${words}\n`;
  const rows = shown.map((unit) =>
    line(
      unit.state === 'failed' ? paint(sys, unit, '●') : ' ',
      unit.name,
      'loaded',
      unit.state,
      unit.sub,
      unit.description,
    ),
  );
  if (!how.legend) return encodeUtf8(rows.join(''));
  const rest = how.all
    ? `${shown.length} loaded units listed.\n`
    : `${shown.length} loaded units listed. Pass --all to see loaded but inactive units, too.\n`;
  const header = line(' ', 'UNIT', 'LOAD  ', 'ACTIVE', 'SUB', 'DESCRIPTION');
  const more = "To show all installed unit files use 'systemctl list-unit-files'.\n";
  return encodeUtf8(`${header}${rows.join('')}${LEGEND}${rest}${more}`);
}

/** `systemctl list-unit-files` */
export function unitFilesText(units: readonly UnitInfo[], legend: boolean): Bytes {
  const width = Math.max(...units.map(({ name }) => name.length), 'UNIT FILE'.length);
  const state = (unit: UnitInfo) => (unit.installable ? (unit.enabled ? 'enabled ' : 'disabled') : 'static  ');
  const rows = units.map((unit) => `${unit.name.padEnd(width)} ${state(unit)}\n`).join('');
  if (!legend) return rows;
  return `${'UNIT FILE'.padEnd(width)} STATE   \n${rows}\n${units.length} unit files listed.\n`;
}
