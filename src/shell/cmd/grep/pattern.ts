// grep's patterns as one matcher: several patterns are alternatives; -w and -x restrict where a match may stand.

import { compileRegex, escapeLiteral, translateRegex } from '../../text/posix-regex.ts';

export interface PatternOptions {
  readonly flavour: 'basic' | 'extended' | 'fixed';
  readonly ignoreCase: boolean;
  readonly words: boolean;
  readonly lines: boolean;
}

/** Where matches lie in a line: [start, end), not overlapping. */
export interface Matcher {
  test(line: string): boolean;
  all(line: string): readonly (readonly [number, number])[];
  readonly warnings: readonly string[];
}

export function compilePatterns(
  patterns: readonly string[],
  options: PatternOptions,
): Matcher | { readonly wrong: string } {
  const expressions: RegExp[] = [];
  const warnings: string[] = [];
  const fixed = options.flavour === 'fixed';
  for (const pattern of fixed ? [...patterns].sort((a, b) => b.length - a.length) : patterns) {
    const how = { extended: options.flavour === 'extended', ignoreCase: options.ignoreCase };
    const inner = fixed ? { source: literal(pattern, options.ignoreCase), warnings: [] } : translateRegex(pattern, how);
    if ('wrong' in inner) return inner;
    warnings.push(...inner.warnings);
    const source = options.lines
      ? `^(?:${inner.source})$`
      : options.words
        ? `(?<!\\w)(?:${inner.source})(?!\\w)`
        : inner.source;
    if (!fixed && !options.lines && !options.words) {
      const compiled = compileRegex(pattern, how, 'g');
      if ('wrong' in compiled) return compiled;
      expressions.push(compiled);
    } else expressions.push(new RegExp(source, 'g'));
  }
  return new Matching(expressions, warnings);
}

const literal = (text: string, ignoreCase: boolean): string =>
  [...text]
    .map((c) => (ignoreCase && /[a-zA-Z]/.test(c) ? `[${c.toLowerCase()}${c.toUpperCase()}]` : escapeLiteral(c)))
    .join('');

class Matching implements Matcher {
  readonly warnings: readonly string[];
  readonly #expressions: readonly RegExp[];

  constructor(expressions: readonly RegExp[], warnings: readonly string[]) {
    this.#expressions = expressions;
    this.warnings = warnings;
  }

  test(line: string): boolean {
    return this.#expressions.some((expression) => {
      expression.lastIndex = 0;
      return expression.test(line);
    });
  }

  /** From each place the earliest match, of those the longest. */
  all(line: string): readonly (readonly [number, number])[] {
    const found: (readonly [number, number])[] = [];
    for (let from = 0; from <= line.length;) {
      let best: readonly [number, number] | undefined;
      for (const expression of this.#expressions) {
        expression.lastIndex = from;
        const match = expression.exec(line);
        if (!match) continue;
        const end = match.index + match[0].length;
        if (!best || match.index < best[0] || (match.index === best[0] && end > best[1])) best = [match.index, end];
      }
      if (!best) break;
      if (best[1] > best[0]) found.push(best);
      from = best[1] > best[0] ? best[1] : best[1] + 1;
    }
    return found;
  }
}
