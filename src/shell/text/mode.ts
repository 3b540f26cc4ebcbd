// File modes as chmod(1) and mkdir -m read them: octal, or clauses like u+x,go-w,a=rX.

interface Clause {
  /** Permission bits (rwx of u, g, o) that the clause speaks of. */
  readonly who: number;
  readonly operator: '+' | '-' | '=';
  readonly bits: number;
  /** X: execution, for directories and what somebody may execute already. */
  readonly executeIfAny: boolean;
  /** Take these bits of another class: g=u. */
  readonly copy: 'u' | 'g' | 'o' | undefined;
}

export type ModeChange = { readonly octal: number } | { readonly clauses: readonly Clause[] };

const WHO: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const BITS: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 };
const UMASK = 0o022;

/** Undefined for what is no mode. */
export function parseMode(text: string): ModeChange | undefined {
  if (/^[0-7]{1,5}$/.test(text)) {
    const octal = parseInt(text, 8);
    return octal <= 0o7777 ? { octal } : undefined;
  }
  const clauses: Clause[] = [];
  for (const part of text.split(',')) {
    const found = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(part);
    if (!found) return undefined;
    const [, who = '', actions = ''] = found;
    // Without a class it is everyone's, but for what the umask holds back.
    const mask = [...who].reduce((bits, c) => bits | WHO[c]!, 0) || 0o7777 & ~UMASK;
    for (const [, operator, letters = ''] of actions.matchAll(/([-+=])([ugo]|[rwxXst]*)/g)) {
      const copy = /^[ugo]$/.test(letters) ? (letters as 'u' | 'g' | 'o') : undefined;
      const bits = copy ? 0 : [...letters].reduce((sum, c) => sum | (BITS[c] ?? 0), 0);
      clauses.push({
        who: mask,
        operator: operator as Clause['operator'],
        bits,
        executeIfAny: letters.includes('X'),
        copy,
      });
    }
  }
  return { clauses };
}

const SHIFT = { u: 6, g: 3, o: 0 } as const;

export function changeMode(mode: number, change: ModeChange, directory: boolean): number {
  if ('octal' in change) return change.octal;
  let now = mode;
  for (const { who, operator, bits, executeIfAny, copy } of change.clauses) {
    let given = bits;
    if (executeIfAny && (directory || (now & 0o111) !== 0)) given |= 0o111;
    // The class's three bits, for whichever class is meant.
    if (copy) given = ((now >> SHIFT[copy]) & 7) * 0o111;
    given &= who;
    if (operator === '+') now |= given;
    else if (operator === '-') now &= ~given;
    else now = (now & ~(who & 0o7777)) | given;
  }
  return now;
}
