import fc from 'fast-check';
import { expect, test } from 'vitest';
import { row } from '../../src/shell/option.ts';
import { Popt } from '../../src/shell/popt.ts';

const OPTIONS = [
  row('-a, --all', 'all', '全部'),
  row('-t, --to=ADDR', 'to', '到'),
  row('-p, --persist[=SECONDS]', 'persistent', '持久'),
  row('--set', 'set', '设置'),
];

/** What popt makes of a line: options with their arguments, errors with the word, leftovers. */
function read(line: string): string[] {
  const popt = new Popt(OPTIONS, line === '' ? [] : line.split(' '));
  const got: string[] = [];
  for (let step = popt.step(); step.kind !== 'end'; step = popt.step()) {
    if (step.kind === 'error') return [...got, `${popt.word}: ${step.error}`];
    got.push(`${step.option.long}${step.arg === undefined ? '' : `(${step.arg})`}`);
  }
  for (let word = popt.operand(); word !== undefined; word = popt.operand()) got.push(`'${word}'`);
  return got;
}

test.each([
  ['-a -t x', ['all', 'to(x)']],
  ['-at x', ['all', 'to(x)']],
  ['-tx', ['to(x)']],
  ['-t=x', ['to(x)']],
  ['--to=x', ['to(x)']],
  ['--to x', ['to(x)']],
  ['-t -a', ['to(-a)']],
  ['-p 5 x', ['persist(5)', "'x'"]],
  ['-p -a', ['persist', 'all']],
  ['-p', ['persist']],
  ['-pt x', ['persist(t)', "'x'"]],
  ['x -a - y', ['all', "'x'", "'-'", "'y'"]],
  ['-a -- -t', ['all', "'-t'"]],
  ['-t', ['-t: missing argument']],
  ['-aq', ['all', '-aq: unknown option']],
  ['--al', ['--al: unknown option']],
  ['--set=3', ['--set=3: option does not take an argument']],
  ['-a=3', ['-a=3: option does not take an argument']],
])('%s', (line, got) => {
  expect(read(line)).toEqual(got);
});

test('it ends on any line', () => {
  const word = fc.constantFrom('-a', '-t', '-p', '--', '-', '--to', '--to=', 'x', '-at=', '-q', '--set=1', '');
  fc.assert(fc.property(fc.array(word), (words) => read(words.join(' ')).length >= 0));
});
