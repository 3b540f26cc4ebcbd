// What is wrong in a lesson: file, line, what was expected and what was found. All are gathered and the build fails with the list.

export interface LessonProblem {
  readonly file: string;
  /** From 1; 0 is the whole file. */
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

export const printLessonProblem = ({ file, line, expected, found }: LessonProblem): string =>
  `${file}${line ? `:${line}` : ''}: expected ${expected}, found ${found}`;

export class LessonsWrong extends Error {
  readonly problems: readonly LessonProblem[];

  constructor(problems: readonly LessonProblem[]) {
    super(`The lessons have ${problems.length} mistake(s):\n${problems.map(printLessonProblem).join('\n')}`);
    this.name = 'LessonsWrong';
    this.problems = problems;
  }
}

/** Gathers problems of one file. */
export class Reporter {
  readonly file: string;
  readonly problems: LessonProblem[];

  constructor(file: string, problems: LessonProblem[]) {
    this.file = file;
    this.problems = problems;
  }

  report(line: number, expected: string, found: string): void {
    this.problems.push({ file: this.file, line, expected, found });
  }
}
