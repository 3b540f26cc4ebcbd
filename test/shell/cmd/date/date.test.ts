// What GNU date 9.1 printed for the same moment: 2019-01-16 09:30:00 in Beijing, when the lab is switched on.

import { expect, test } from 'vitest';
import { date, parseDate } from '../../../../src/shell/cmd/date/date.ts';
import { BEIJING, civil, epochOf, strftime } from '../../../../src/shell/text/strftime.ts';
import { runMain, tinyWorld } from '../../../support/run-program.ts';

const NOW = 1_547_602_200;

const run = (...args: string[]) => runMain(tinyWorld(), date.main, ['date', ...args]);

const GNU: Readonly<Record<string, string>> = {
  '%a': 'Wed',
  '%A': 'Wednesday',
  '%b': 'Jan',
  '%B': 'January',
  '%c': 'Wed Jan 16 09:30:00 2019',
  '%C': '20',
  '%d': '16',
  '%D': '01/16/19',
  '%e': '16',
  '%F': '2019-01-16',
  '%g': '19',
  '%G': '2019',
  '%h': 'Jan',
  '%H': '09',
  '%I': '09',
  '%j': '016',
  '%k': ' 9',
  '%l': ' 9',
  '%m': '01',
  '%M': '30',
  '%n': '\n',
  '%N': '000000000',
  '%p': 'AM',
  '%P': 'am',
  '%r': '09:30:00 AM',
  '%R': '09:30',
  '%s': '1547602200',
  '%S': '00',
  '%t': '\t',
  '%T': '09:30:00',
  '%u': '3',
  '%U': '02',
  '%V': '03',
  '%w': '3',
  '%W': '02',
  '%x': '01/16/19',
  '%X': '09:30:00',
  '%y': '19',
  '%Y': '2019',
  '%z': '+0800',
  '%:z': '+08:00',
  '%Z': 'CST',
  '%%': '%',
  '%q': '1',
  '%E': '%E',
  '%-d': '16',
  '%_d': '16',
  '%3N': '000',
  '%Q': '%Q',
  '%10Y': '0000002019',
  '%^a': 'WED',
  '%#Z': 'cst',
  '%-': '%-',
};

test.each(Object.entries(GNU))('date +%s prints what GNU date prints', (format, expected) => {
  expect(strftime(format, { epochSeconds: NOW, nanoseconds: 0, zone: BEIJING })).toBe(expected);
});

test('date is Beijing time, and -u is not', () => {
  expect(run().stdout).toBe('Wed Jan 16 09:30:00 CST 2019\n');
  expect(run('-u').stdout).toBe('Wed Jan 16 01:30:00 UTC 2019\n');
  expect(run('-u', '-R', '-d', '@1547602200').stdout).toBe('Wed, 16 Jan 2019 01:30:00 +0000\n');
  expect(run('-I').stdout).toBe('2019-01-16\n');
  expect(run('-u', '-Iseconds').stdout).toBe('2019-01-16T01:30:00+00:00\n');
  expect(run('-u', '--rfc-3339=seconds').stdout).toBe('2019-01-16 01:30:00+00:00\n');
});

test('wrong dates and words are refused in GNU words, unknown ways to write one as ours', () => {
  expect(run('foo').stderr).toBe("date: invalid date 'foo'\n");
  expect(run('-d', 'nosuch').stderr).toBe("date: invalid date 'nosuch'\n");
  expect(run('+%Y', '+%m').stderr).toBe("date: extra operand '+%m'\nTry 'date --help' for more information.\n");
  expect(run('-x').stderr).toBe("date: invalid option -- 'x'\nTry 'date --help' for more information.\n");
  expect(run('-r', '/nosuch').stderr).toBe('date: /nosuch: No such file or directory\n');
  expect(run('-d', 'next friday').stderr).toBe("date: -d 'next friday': not in this simulator\n");
});

test('-d takes what scripts write', () => {
  expect(parseDate('2019-01-16 09:30:00', 0, BEIJING)).toBe(NOW);
  expect(parseDate('2 days ago', NOW, BEIJING)).toBe(NOW - 172_800);
  expect(parseDate('+1 hour', NOW, BEIJING)).toBe(NOW + 3600);
  expect(parseDate('2019-02-30', NOW, BEIJING)).toBe('invalid');
});

test('a civil time and its seconds are each other’s inverse', () => {
  for (const seconds of [0, 951_782_400, NOW, 4_102_444_799])
    expect(epochOf(civil(seconds, BEIJING), BEIJING)).toBe(seconds);
});
