// tr (GNU coreutils 9.1): translate, squeeze or delete bytes.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { row } from '../../option.ts';
import { quote, readChunk } from '../../text/input.ts';
import { complement, readSet, type CharSet } from './set.ts';

export const tr: Command = {
  name: 'tr',
  summary: { zh: '替换、压缩或删除字符', en: 'Translate, squeeze, and/or delete characters from standard input.' },
  options: [
    row('-c, --complement', 'use the complement of ARRAY1', '取第一集合的补集'),
    row('-C', 'use the complement of ARRAY1', '取第一集合的补集'),
    row('-d, --delete', 'delete characters in ARRAY1, do not translate', '删除'),
    row('-s, --squeeze-repeats', 'replace each sequence of a repeated character by one', '压缩重复的字符'),
    row('-t, --truncate-set1', 'first truncate ARRAY1 to length of ARRAY2', '第一集合截到第二集合的长度'),
  ],
  main: runTr,
};

const TRY = "Try 'tr --help' for more information.\n";

function* fail(sys: Sys, words: string, hint = ''): Program<number> {
  yield* err(sys, `tr: ${words}\n${hint}`);
  return 1;
}

function* runTr(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, tr, argv, { usage: '[OPTION]... STRING1 [STRING2]', inOrder: true });
  if (typeof opts === 'number') return opts;
  const { operands } = opts;
  const deleting = opts.has('d');
  const squeezing = opts.has('s');
  const least = deleting === squeezing ? 2 : 1;
  const most = deleting && !squeezing ? 1 : 2;
  if (operands.length < least) {
    if (operands.length === 0) return yield* fail(sys, 'missing operand', TRY);
    const why = squeezing
      ? 'Two strings must be given when both deleting and squeezing repeats.'
      : 'Two strings must be given when translating.';
    return yield* fail(sys, `missing operand after ${quote(operands[0]!)}`, `${why}\n${TRY}`);
  }
  if (operands.length > most) {
    const why =
      most === 1 && operands.length === 2
        ? 'Only one string may be given when deleting without squeezing repeats.\n'
        : '';
    return yield* fail(sys, `extra operand ${quote(operands[most]!)}`, why + TRY);
  }
  const complementing = opts.has('c') || opts.has('C');
  const translating = !deleting && operands.length === 2;
  const first = readSet(operands[0]!, 1, translating);
  if ('wrong' in first) return yield* fail(sys, first.wrong);
  const one = complementing ? complement(first) : first;
  const second = operands[1] === undefined ? undefined : readSet(operands[1], 2, translating, one, complementing);
  if (second && 'wrong' in second) return yield* fail(sys, second.wrong);
  const map = new Translation();
  if (deleting) map.remove(one);
  else if (second) map.translate(one, second, opts.has('t'));
  if (squeezing) map.squeeze(second ?? one);
  for (;;) {
    const data = yield* readChunk(sys, 0);
    if (isErrno(data)) return yield* fail(sys, `read error: Is a directory`);
    if (data === '') return 0;
    yield* out(sys, map.apply(data));
  }
}

class Translation {
  readonly #to: string[] = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
  readonly #squeezed = new Set<string>();
  #last = '';

  remove(set: CharSet): void {
    for (const code of set.codes) this.#to[code] = '';
  }

  translate(one: CharSet, two: CharSet, truncate: boolean): void {
    const last = two.codes.at(-1)!;
    one.codes.forEach((code, i) => {
      if (i < two.codes.length || !truncate) this.#to[code] = String.fromCharCode(two.codes[i] ?? last);
    });
  }

  squeeze(set: CharSet): void {
    for (const code of set.codes) this.#squeezed.add(String.fromCharCode(code));
  }

  apply(data: string): string {
    let text = '';
    for (let i = 0; i < data.length; i++) {
      const c = this.#to[data.charCodeAt(i)]!;
      if (c === '' || (c === this.#last && this.#squeezed.has(c))) continue;
      text += c;
      this.#last = c;
    }
    return text;
  }
}
