import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scan, type ScanOptions } from '../../../src/shell/lang/scan.ts';

const typed = (text: string, more: Partial<ScanOptions> = {}) => scan(text, { extglob: false, final: false, ...more });

test.each([
  ['if; echo after', ';'],
  ['if true; then fi', 'fi'],
  ['a && ;', ';'],
  ['a & & b', '&'],
  ['echo a(b)', '('],
  ['f() echo', 'echo'],
  ['for i in a; b', 'b'],
  ['a >', 'newline'],
  ['(a) b', 'b'],
  ['case x in a b) ;; esac', 'b'],
  ['x=(a;', ';'],
  ['echo $(if)', ')'],
])('%s is wrong at %s', (text, token) => {
  expect(typed(text)).toMatchObject({ kind: 'error', token });
});

test.each([
  'if true; then',
  'echo "abc',
  "echo 'abc",
  'echo $(ls',
  'echo ${x',
  'a |',
  'a &&',
  '(',
  '{ a;',
  'for i in a; do',
  'case x in',
  'cat <<E\nbody',
  'f()',
  'a\\',
  'x=(a',
  '[[ a',
])('%s wants another line', (text) => {
  expect(typed(text)).toMatchObject({ kind: 'incomplete' });
});

test('a command ends with its line, here-documents included', () => {
  expect(typed('cat <<E; echo x\nbody\nE\nnext\n')).toMatchObject({
    command: 'cat <<E; echo x\nbody\nE\n',
    rest: 'next\n',
  });
});

test('the pattern of case does not close a command substitution', () => {
  expect(typed('echo $(case x in a) b;; esac) c\n')).toMatchObject({ kind: 'complete', rest: '' });
});

test('aliases are replaced where a command stands, and not in themselves', () => {
  const aliases = new Map([
    ['ls', 'ls --color'],
    ['ll', 'ls -l'],
    ['sudo', 'sudo '],
    ['forever', 'while true; do'],
  ]);
  const command = (text: string) => {
    const scanned = typed(text, { aliases });
    return scanned.kind === 'complete' ? scanned.command : scanned.kind;
  };
  expect(command('ll x; echo ll\n')).toBe('ls --color -l x; echo ll\n');
  expect(command('sudo ll\n')).toBe('sudo  ls --color -l\n');
  expect(command('forever x; done\n')).toBe('while true; do x; done\n');
});

test('what the end of a script leaves open is said: a here-document is taken as it is', () => {
  expect(typed('cat <<E\nbody', { final: true })).toMatchObject({
    kind: 'complete',
    unclosed: [{ line: 1, delimiter: 'E' }],
  });
});

test('any text is complete, incomplete or wrong, and scanning takes only what it answers for', () => {
  const fragment = fc.constantFrom(
    ...'if then fi do done case esac in { } ( ) | & ; < > << " \' ` $( ${ $(( )) [[ ]] \\ # ! = a \n'.split(' '),
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 20 }), fc.boolean(), (parts, final) => {
      const text = parts.join('');
      const scanned = typed(text, { final });
      if (scanned.kind === 'complete') expect(scanned.command + scanned.rest).toBe(text);
      else expect(scanned.at).toBeLessThanOrEqual(text.length);
    }),
  );
});
