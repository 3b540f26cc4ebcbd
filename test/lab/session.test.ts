import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseSession, printSession, sameOutput } from '../../src/lab/session/format.ts';

const files = readdirSync('test/sessions').filter((name) => name.endsWith('.session'));

test.each(files)('printSession(parseSession(text)) is the text of %s', (file) => {
  const text = readFileSync(`test/sessions/${file}`, 'utf8');
  expect(printSession(parseSession(text))).toBe(text);
});

test('parseSession joins the lines of a command behind "> " and keeps its output apart', () => {
  const session = parseSession('# topology: nat\n[web1]# cat <<EOF\n> one\n> EOF\none\n[client]# true\n');
  expect(session.topology).toBe('nat');
  expect(session.steps).toEqual([
    { host: 'web1', command: 'cat <<EOF\none\nEOF', said: 'one\n' },
    { host: 'client', command: 'true', said: '' },
  ]);
});

test('sameOutput blanks what a mask matches and blanks at line ends, and nothing else', () => {
  expect(sameOutput('at 01:59  \n', 'at 02:00\n', [/\d\d:\d\d/gm])).toBe(true);
  expect(sameOutput('at 01:59\n', 'at  01:59\n')).toBe(false);
});

test('sameOutput lets an optional mask match something on one side and nothing on the other', () => {
  const masks = [/( link-netnsid \d+)?$/gm];
  expect(sameOutput('brd ff:ff link-netnsid 0\nnext\n', 'brd ff:ff\nnext\n', masks)).toBe(true);
  expect(sameOutput('brd ff:ff link-netnsid 0\nnext\n', 'brd ff:fe\nnext\n', masks)).toBe(false);
});
