// journalctl (systemd 219): what the units of this boot have logged. -x explains systemd's own messages, as its catalogue does.
// The journal keeps units only; no kernel messages, no following.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { logTime, longTime } from '../systemctl/words.ts';

export const journalctl: Command = {
  name: 'journalctl',
  summary: { zh: '查看日志', en: 'Query the journal.' },
  options: [
    row('-u, --unit=UNIT', 'Show data only from the specified unit', '只看某单元'),
    row('-n, --lines[=INTEGER]', 'Number of journal entries to show', '显示几行'),
    row('-x, --catalog', 'Add message explanations where available', '加上解释'),
    row('-e, --pager-end', 'Immediately jump to end of the journal in the pager', '从末尾看'),
    row('-b, --boot[=ID]', 'Show data only from ID or current boot if unspecified', '本次启动'),
    row('-r, --reverse', 'Show the newest entries first', '新的在前'),
    row('--no-pager', 'Do not pipe output into a pager', '不分页'),
    row('-l, --full', 'Do not ellipsize fields', '不缩略'),
    row('-q, --quiet', "Don't show privilege warning", '不显示提示'),
    absent('-f, --follow', 'Follow the journal', '跟随'),
    absent('-k, --dmesg', 'Show kernel message log from the current boot', '内核消息'),
    absent('-o, --output=STRING', 'Change journal output mode', '输出格式'),
    absent('-p, --priority=RANGE', 'Show only messages within the specified priority range', '按级别'),
    absent('--since=DATE', 'Start showing entries on or newer than the specified date', '起始时间'),
    absent('--until=DATE', 'Stop showing entries on or older than the specified date', '截止时间'),
  ],
  operands: (sys, before) => (before.at(-1) === '-u' ? sys.units.list().map(({ name }) => name) : []),
  main: runJournalctl,
};

/** -e and a bare -n show so many. */
const END_LINES = 1000;
const FEW_LINES = 10;

interface Entry {
  readonly unit: string;
  readonly atUs: number;
  readonly line: string;
}

function* runJournalctl(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, journalctl, argv, { usage: '[OPTIONS...] [MATCHES...]', hint: '' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length > 0) {
    yield* err(
      sys,
      `Failed to add match '${opts.operands[0]}': Invalid argument\nFailed to add filters: Invalid argument\n`,
    );
    return 1;
  }
  const wanted = opts.values('u').map((name) => (name.includes('.') ? name : `${name}.service`));
  const entries: Entry[] = sys.units
    .list()
    .flatMap(({ name, log }) => log.map((entry) => ({ unit: name, ...entry })))
    .sort((a, b) => a.atUs - b.atUs);
  const end = entries.at(-1)?.atUs ?? sys.nowUs;
  let shown = wanted.length > 0 ? entries.filter(({ unit }) => wanted.includes(unit)) : entries;
  const lines = opts.has('n') ? Number(opts.value('n') ?? FEW_LINES) : opts.has('e') ? END_LINES : Infinity;
  if (Number.isFinite(lines)) shown = lines > 0 ? shown.slice(-lines) : [];
  if (opts.has('r')) shown = shown.toReversed();
  const from = entries[0]?.atUs ?? end;
  let text = opts.has('q') ? '' : `-- Logs begin at ${longTime(sys, from)}, end at ${longTime(sys, end)}. --\n`;
  for (const { unit, atUs, line } of shown) {
    text += `${logTime(sys, atUs)} ${sys.hostname()} ${line}\n`;
    if (opts.has('x')) text += explain(unit, line);
  }
  yield* out(sys, text);
  return 0;
}

/** systemd's catalogue: a subject and a sentence for the messages that begin and end a job. */
function explain(unit: string, line: string): string {
  const message = line.replace(/^systemd\[1\]: /, '');
  if (message === line) return '';
  const [subject, ...body] = message.startsWith('Starting ')
    ? [`Unit ${unit} has begun start-up`, `Unit ${unit} has begun starting up.`]
    : message.startsWith('Started ')
      ? [
          `Unit ${unit} has finished start-up`,
          `Unit ${unit} has finished starting up.`,
          '',
          'The start-up result is done.',
        ]
      : message.startsWith('Failed to start ')
        ? [`Unit ${unit} has failed`, `Unit ${unit} has failed.`, '', 'The result is failed.']
        : message.startsWith('Stopping ')
          ? [`Unit ${unit} has begun shutting down`, `Unit ${unit} has begun shutting down.`]
          : message.startsWith('Stopped ')
            ? [`Unit ${unit} has finished shutting down`, `Unit ${unit} has finished shutting down.`]
            : [];
  if (subject === undefined) return '';
  const support = 'http://lists.freedesktop.org/mailman/listinfo/systemd-devel';
  const rows = [`Subject: ${subject}`, 'Defined-By: systemd', `Support: ${support}`, '', ...body];
  return rows.map((row) => `-- ${row}\n`).join('');
}
