// history and fc (bash(1) HISTORY): the list, showing, forgetting, reading and writing it.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Program } from '../../../sim/process.ts';
import type { History } from '../../line/history.ts';
import type { Builtin, Shell } from '../shell.ts';
import { flags, notHere, number } from './flags.ts';

export const history: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'cd:anrwsp');
  if (!options) return 2;
  const list = shell.history;
  if (!list) return 0;
  if (options.has('c')) list.clear();
  const offset = options.values.get('d');
  if (offset !== undefined) return yield* forget(shell, list, offset);
  if (options.has('s')) {
    list.replaceLast(options.operands.join(' '));
    return 0;
  }
  if (options.has('p')) {
    yield* shell.print(options.operands.map((word) => `${word}\n`).join(''));
    return 0;
  }
  if (['a', 'n', 'r', 'w'].some((letter) => options.has(letter)))
    return yield* file(shell, list, options.given, options.operands[0]);
  if (options.has('c')) return 0;
  const asked = options.operands[0];
  const count = asked === undefined ? Infinity : number(asked);
  if (count === undefined) {
    yield* shell.complain(`history: ${asked!}: numeric argument required`);
    return 1;
  }
  const first = Math.max(list.firstNumber, list.nextNumber - Math.max(0, count));
  let text = '';
  for (let n = first; n < list.nextNumber; n++) text += `${String(n).padStart(5)}  ${list.at(n)!}\n`;
  yield* shell.print(text);
  return 0;
};

function* forget(shell: Shell, list: History, offset: string): Program<number> {
  const range = /^(-?\d+)-(-?\d+)$/.exec(offset);
  const place = (text: string) => (Number(text) < 0 ? list.nextNumber + Number(text) : Number(text));
  const from = place(range ? range[1]! : offset);
  const to = range ? place(range[2]!) : from;
  if (!/^-?\d+(--?\d+)?$/.test(offset) || list.at(from) === undefined || list.at(to) === undefined) {
    yield* shell.complain(`history: ${offset}: history position out of range`);
    return 1;
  }
  list.remove(from, to);
  return 0;
}

function* file(shell: Shell, list: History, letters: readonly string[], name: string | undefined): Program<number> {
  const path = name ?? shell.variables.get('HISTFILE') ?? '';
  if (path === '') return 0;
  if (letters.includes('r') || letters.includes('n')) {
    const text = shell.sys.readFile(path);
    if (isErrno(text)) {
      yield* shell.complain(`history: ${path}: ${strerror(text)}`);
      return 1;
    }
    for (const line of text.split('\n')) if (line !== '') list.add(line);
    return 0;
  }
  const lines = letters.includes('a') ? list.fresh : list.lines;
  const refused = shell.sys.writeFile(path, lines.map((line) => `${line}\n`).join(''), {
    append: letters.includes('a'),
  });
  if (refused) {
    yield* shell.complain(`history: ${path}: ${strerror(refused)}`);
    return 1;
  }
  list.saved();
  return 0;
}

export const fc: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, '#e:lnrs');
  if (!options) return 2;
  const list = shell.history;
  if (!list) return 0;
  if (!options.has('l')) return yield* notHere(shell, options.has('s') ? 'fc: -s' : 'fc: editing a command');
  const last = list.nextNumber - 1;
  const place = (word: string | undefined, standard: number): number => {
    if (word === undefined) return standard;
    const n = number(word);
    if (n !== undefined) return n < 0 ? last + n : n;
    for (let k = last - 1; k >= list.firstNumber; k--) if (list.at(k)!.startsWith(word)) return k;
    return standard;
  };
  const from = Math.max(list.firstNumber, place(options.operands[0], last - 16));
  const to = Math.min(place(options.operands[1], last - 1), last - 1);
  const lines: string[] = [];
  for (let n = from; n <= to; n++) lines.push(options.has('n') ? `\t ${list.at(n)!}\n` : `${n}\t ${list.at(n)!}\n`);
  yield* shell.print((options.has('r') ? lines.reverse() : lines).join(''));
  return 0;
};
