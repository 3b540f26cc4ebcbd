import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { helpText, parseOptions, Parsed, type NotTaken } from '../../src/shell/getopt.ts';
import { absent, row } from '../../src/shell/option.ts';

const OPTIONS = [
  row('-n, --lines=NUM', 'lines', '行'),
  row('-q, --quiet', 'quiet', '静'),
  row('-q, --silent', 'quiet', '静'),
  row('-i[R]', 'replace', '替换'),
  row('--color[=WHEN]', 'colour', '颜色'),
  row('--context=N', 'context', '上下文'),
  absent('-P, --perl-regexp', 'Perl', 'Perl'),
];

function parse(...args: string[]): Parsed {
  const parsed = parseOptions(OPTIONS, args);
  if (!(parsed instanceof Parsed)) throw new Error(JSON.stringify(parsed));
  return parsed;
}

const refuse = (...args: string[]): NotTaken => parseOptions(OPTIONS, args) as NotTaken;

describe('option rows', () => {
  test('are written as manual pages write them', () => {
    expect(row('-n, --lines=[-]NUM', 'x', 'x')).toMatchObject({ short: 'n', long: 'lines', arg: '[-]NUM' });
    expect(row('-i[R]', 'x', 'x')).toMatchObject({ short: 'i', arg: 'R', argOptional: true });
    expect(row('-k KEYDEF', 'x', 'x')).toMatchObject({ short: 'k', arg: 'KEYDEF' });
  });
});

describe('getopt', () => {
  test.each([
    ['letters stand together, the last with its argument', ['-qn5', 'file']],
    ['operands and options mix', ['file', '-q', '-n', '5']],
    ['long options may be abbreviated', ['--li=5', '--qui', 'file']],
  ])('%s', (_, args) => {
    const parsed = parse(...args);
    expect([parsed.has('q'), parsed.value('n'), parsed.operands]).toEqual([true, '5', ['file']]);
  });

  test('two spellings of one option are not ambiguous', () => {
    expect(parse('--s').has('q')).toBe(true);
  });

  test('an optional argument is only what is attached', () => {
    expect(parse('-iX', '--color', 'never').given.map(({ value }) => value)).toEqual(['X', undefined]);
  });

  test('-- ends the options', () => {
    expect(parse('--', '-n').operands).toEqual(['-n']);
  });

  test('in order, the first operand ends them', () => {
    const parsed = parseOptions(OPTIONS, ['a', '-q'], { inOrder: true }) as Parsed;
    expect(parsed.operands).toEqual(['a', '-q']);
  });

  test.each([
    [['-x'], "invalid option -- 'x'"],
    [['-n'], "option requires an argument -- 'n'"],
    [['--lines'], "option '--lines' requires an argument"],
    [['--nosuch=5'], "unrecognized option '--nosuch=5'"],
    [['--quiet=5'], "option '--quiet' doesn't allow an argument"],
    [['--co'], "option '--co' is ambiguous; possibilities: '--color' '--context'"],
  ])('%j is refused in glibc’s words', (args, words) => {
    expect(refuse(...args)).toEqual({ wrong: words });
  });

  test('what is not here is refused by name', () => {
    expect([refuse('-P'), refuse('--perl')]).toEqual([{ refused: '-P' }, { refused: '--perl-regexp' }]);
  });

  test('help is made of the table', () => {
    const text = helpText({ name: 'x', options: OPTIONS, summary: { zh: '', en: 'Does x.' } });
    expect(text).toContain('  -n, --lines=NUM            lines\n');
    expect(text).toContain('      --color[=WHEN]         colour\n');
  });

  test('every argument is an operand or belongs to an option, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (args) => {
        const parsed = parseOptions(OPTIONS, args);
        if (!(parsed instanceof Parsed)) return;
        expect(parsed.operands.every((operand) => args.includes(operand))).toBe(true);
      }),
    );
  });
});
