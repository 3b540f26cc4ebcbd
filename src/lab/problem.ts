// What is wrong with a file that someone wrote: the place, what was expected there and what was found.

import type { BaseIssue } from 'valibot';

export interface Problem {
  /** hosts[1].interfaces[0].segment; '' is the whole file. */
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/** The issues of a valibot parse as problems. */
export function describeIssues(issues: readonly BaseIssue<unknown>[]): Problem[] {
  return issues.map((issue) => {
    const place = (issue.path ?? []).reduce(
      (path, { key }) => (typeof key === 'number' ? `${path}[${key}]` : path ? `${path}.${String(key)}` : String(key)),
      '',
    );
    // Validations (ranges, patterns, checks) carry words of ours; schemas know what they are.
    const unknownKey = issue.type === 'strict_object' && issue.expected === 'never';
    const expected =
      issue.kind === 'validation' ? issue.message : unknownKey ? 'no such key' : (issue.expected ?? issue.message);
    return { place, expected, found: issue.received };
  });
}

/** One line for people: `nat.json: hosts[0].role: expected string, found undefined`. */
export const printProblem = (file: string, { place, expected, found }: Problem): string =>
  `${file}: ${place ? `${place}: ` : ''}expected ${expected}, found ${found}`;
