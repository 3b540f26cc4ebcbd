// How sort compares two texts as numbers, sizes, months and versions (also ls -v and -h).

/** Sign, digits before and after the point, of the number that a text begins with. */
function readNumber(text: string): { negative: boolean; whole: string; part: string; rest: string } {
  const found = /^[ \t]*(-?)0*(\d*)(?:\.(\d*))?/.exec(text)!;
  const part = (found[3] ?? '').replace(/0+$/, '');
  return { negative: found[1] === '-', whole: found[2]!, part, rest: text.slice(found[0].length) };
}

/** Of any length, exactly. What is no number is 0. */
export function compareNumbers(a: string, b: string): number {
  const x = readNumber(a);
  const y = readNumber(b);
  const zero = (n: typeof x) => n.whole === '' && n.part === '';
  const sign = (n: typeof x) => (zero(n) ? 0 : n.negative ? -1 : 1);
  if (sign(x) !== sign(y)) return sign(x) - sign(y);
  const size =
    x.whole.length - y.whole.length ||
    (x.whole < y.whole ? -1 : x.whole > y.whole ? 1 : 0) ||
    (x.part < y.part ? -1 : x.part > y.part ? 1 : 0);
  return sign(x) < 0 ? -size : size;
}

const UNITS = 'KMGTPEZY';

/** 2K < 1G: first by sign, then by unit, then by number. */
export function compareHuman(a: string, b: string): number {
  const order = (text: string): number => {
    const { negative, whole, part, rest } = readNumber(text);
    if (whole === '' && part === '') return 0;
    const unit = UNITS.indexOf(rest[0] === 'k' ? 'K' : (rest[0] ?? ' ')) + 1;
    return negative ? -unit : unit;
  };
  return order(a) - order(b) || compareNumbers(a, b);
}

/** As strtold reads it: no number < NaN < −∞ < numbers. */
export function compareGeneral(a: string, b: string): number {
  const value = (text: string): readonly [number, number] => {
    const found = /^[ \t]*([+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan))/i.exec(text);
    if (!found) return [0, 0];
    const word = found[1]!.toLowerCase();
    if (word.endsWith('nan')) return [1, 0];
    return [2, word.includes('inf') ? (word.startsWith('-') ? -Infinity : Infinity) : Number(word)];
  };
  const [x, p] = value(a);
  const [y, q] = value(b);
  return x - y || (p < q ? -1 : p > q ? 1 : 0);
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

export function compareMonths(a: string, b: string): number {
  const month = (text: string) => MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());
  return month(a) - month(b);
}

/** gnulib's filevercmp: runs of digits compare as numbers, letters before other characters, ~ before everything. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const special = (name: string) =>
    name === '' ? 0 : name === '.' ? 1 : name === '..' ? 2 : name.startsWith('.') ? 3 : 4;
  const group = special(a) - special(b);
  if (group !== 0 || special(a) < 3) return group;
  const stem = (name: string) => name.replace(/(\.[A-Za-z~][A-Za-z0-9~]*)*$/, '');
  const order = compareRuns(stem(a), stem(b)) || compareRuns(a, b);
  return order || (a < b ? -1 : 1);
}

function compareRuns(a: string, b: string): number {
  let i = 0;
  let j = 0;
  const rank = (c: string | undefined): number =>
    c === undefined
      ? 0
      : /\d/.test(c)
        ? 0
        : /[a-zA-Z]/.test(c)
          ? c.charCodeAt(0)
          : c === '~'
            ? -1
            : c.charCodeAt(0) + 256;
  const digit = (c: string | undefined) => c !== undefined && c >= '0' && c <= '9';
  while (i < a.length || j < b.length) {
    while ((i < a.length && !digit(a[i])) || (j < b.length && !digit(b[j]))) {
      const order = rank(a[i]) - rank(b[j]);
      if (order !== 0) return order;
      i++;
      j++;
    }
    const numberAt = (text: string, at: number) => /^\d*/.exec(text.slice(at))![0];
    const x = numberAt(a, i);
    const y = numberAt(b, j);
    const order = compareNumbers(x, y);
    if (order !== 0) return order;
    i += x.length;
    j += y.length;
  }
  return 0;
}
