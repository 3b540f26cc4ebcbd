// The tree of an awk program.

export type Expression =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'regex'; readonly source: string }
  | Place
  | { readonly is: 'group'; readonly items: readonly Expression[] }
  | { readonly is: 'unary'; readonly op: '!' | '-' | '+'; readonly of: Expression }
  | { readonly is: 'binary'; readonly op: string; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'join'; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'match'; readonly not: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'in'; readonly keys: readonly Expression[]; readonly array: string }
  | { readonly is: 'choose'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly is: 'assign'; readonly op: string; readonly to: Place; readonly value: Expression }
  | { readonly is: 'step'; readonly by: 1 | -1; readonly before: boolean; readonly place: Place }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly is: 'getline';
      readonly from: 'main' | 'file' | 'command';
      readonly source: Expression | undefined;
      readonly to: Place | undefined;
    };

/** What can be assigned to. */
export type Place =
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'element'; readonly array: string; readonly keys: readonly Expression[] }
  | { readonly is: 'field'; readonly index: Expression };

export interface Redirect {
  readonly to: '>' | '>>' | '|';
  readonly target: Expression;
}

export type Statement =
  | { readonly is: 'expression'; readonly value: Expression }
  | { readonly is: 'print' | 'printf'; readonly args: readonly Expression[]; readonly redirect: Redirect | undefined }
  | { readonly is: 'block'; readonly body: readonly Statement[] }
  | { readonly is: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly is: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly is: 'do'; readonly test: Expression; readonly body: Statement }
  | {
      readonly is: 'for';
      readonly first: Statement | undefined;
      readonly test: Expression | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly is: 'forIn'; readonly variable: Place; readonly array: string; readonly body: Statement }
  | { readonly is: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly is: 'exit' | 'return'; readonly value: Expression | undefined }
  | { readonly is: 'delete'; readonly array: string; readonly keys: readonly Expression[] | undefined };

export interface Rule {
  /** Undefined: every record. Two: a range. */
  readonly patterns: readonly Expression[] | undefined;
  readonly body: Statement;
}

export interface FunctionTree {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface Tree {
  readonly begin: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly end: readonly Statement[];
  readonly functions: ReadonlyMap<string, FunctionTree>;
}
