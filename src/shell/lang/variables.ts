// Shell variables: values, arrays, attributes, and the dynamic scopes that functions open (bash(1) PARAMETERS, Arrays).
// What has a value only when it is looked at (RANDOM, SECONDS, …) is given in by the shell as `dynamic`.

export interface Variable {
  value: string | undefined;
  /** Indexed arrays, by index; `value` is unused then. */
  array: Map<number, string> | undefined;
  /** Associative arrays. */
  assoc: Map<string, string> | undefined;
  exported: boolean;
  readonly: boolean;
  integer: boolean;
  lower: boolean;
  upper: boolean;
  /** The value is another variable's name. */
  reference: boolean;
}

export const newVariable = (value?: string): Variable => ({
  value,
  array: undefined,
  assoc: undefined,
  exported: false,
  readonly: false,
  integer: false,
  lower: false,
  upper: false,
  reference: false,
});

const copyOf = (variable: Variable): Variable => ({
  ...variable,
  array: variable.array && new Map(variable.array),
  assoc: variable.assoc && new Map(variable.assoc),
});

export type Dynamic = ReadonlyMap<string, { get(): string | Map<number, string>; set?(value: string): void }>;

type Scope = Map<string, Variable>;

/** The keys of an indexed array in order. */
export function indexes(array: ReadonlyMap<number, string>): number[] {
  const keys = [...array.keys()];
  for (let i = 1; i < keys.length; i++) if (keys[i]! < keys[i - 1]!) return keys.sort((a, b) => a - b);
  return keys;
}

export class Variables {
  /** Innermost last; the first is the global one. */
  readonly #scopes: Scope[] = [new Map()];
  readonly #dynamic: Dynamic;

  constructor(dynamic: Dynamic) {
    this.#dynamic = dynamic;
  }

  /** The same variables for a subshell: nothing that it does reaches back. */
  copy(dynamic: Dynamic): Variables {
    const copy = new Variables(dynamic);
    copy.#scopes.length = 0;
    for (const scope of this.#scopes) copy.#scopes.push(new Map([...scope].map(([name, v]) => [name, copyOf(v)])));
    return copy;
  }

  /** The variable as it is, references not followed. */
  own(name: string): Variable | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const variable = this.#scopes[i]!.get(name);
      if (variable) return variable;
    }
    return undefined;
  }

  /** The name that `name` means: itself, or what a reference leads to. */
  target(name: string): string {
    for (let hops = 0; hops < 8; hops++) {
      const variable = this.own(name);
      if (!variable?.reference || !variable.value) return name;
      name = variable.value;
    }
    return name;
  }

  find(name: string): Variable | undefined {
    const dynamic = this.#dynamic.get(name);
    if (dynamic) {
      const value = dynamic.get();
      const found = this.own(name) ?? newVariable();
      return typeof value === 'string' ? { ...found, value } : { ...found, array: value };
    }
    const variable = this.own(name);
    return variable?.reference ? this.own(this.target(name)) : variable;
  }

  /** The variable to write to: found, or made in the global scope. */
  make(name: string): Variable {
    name = this.target(name);
    const found = this.own(name);
    if (found) return found;
    const made = newVariable();
    this.#scopes[0]!.set(name, made);
    return made;
  }

  /** A variable of the innermost scope, fresh unless it is there already. */
  makeLocal(name: string): Variable {
    const scope = this.#scopes[this.#scopes.length - 1]!;
    const found = scope.get(name);
    if (found) return found;
    const made = newVariable();
    scope.set(name, made);
    return made;
  }

  makeGlobal(name: string): Variable {
    const found = this.#scopes[0]!.get(name);
    if (found) return found;
    const made = newVariable();
    this.#scopes[0]!.set(name, made);
    return made;
  }

  get(name: string): string | undefined {
    const variable = this.find(name);
    if (!variable) return undefined;
    if (variable.array) return variable.array.get(0);
    if (variable.assoc) return variable.assoc.get('0');
    return variable.value;
  }

  /** Sets without looking at attributes: what the shell itself keeps (PWD, OLDPWD, _, OPTIND, …). */
  set(name: string, value: string): void {
    const dynamic = this.#dynamic.get(name);
    if (dynamic) {
      dynamic.set?.(value);
      return;
    }
    const variable = this.make(name);
    if (variable.array) variable.array.set(0, value);
    else if (variable.assoc) variable.assoc.set('0', value);
    else variable.value = value;
  }

  setArray(name: string, values: readonly string[]): void {
    const variable = this.make(name);
    variable.value = undefined;
    variable.array = new Map(values.map((value, i) => [i, value]));
  }

  /** Removes the innermost variable of that name. In a function's own scope a hidden one stays hidden. */
  unset(name: string): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const scope = this.#scopes[i]!;
      if (!scope.has(name)) continue;
      if (i > 0 && i === this.#scopes.length - 1) scope.set(name, newVariable());
      else scope.delete(name);
      return;
    }
  }

  isLocal(name: string): boolean {
    return this.#scopes.length > 1 && this.#scopes[this.#scopes.length - 1]!.has(name);
  }

  push(): void {
    this.#scopes.push(new Map());
  }

  pop(): void {
    this.#scopes.pop();
  }

  get depth(): number {
    return this.#scopes.length;
  }

  /** Every visible name, sorted. */
  names(): string[] {
    const names = new Set<string>();
    for (const scope of this.#scopes) for (const name of scope.keys()) names.add(name);
    return [...names].sort();
  }

  localNames(): string[] {
    return [...this.#scopes[this.#scopes.length - 1]!.keys()].sort();
  }

  /** What children get. */
  environment(): Map<string, string> {
    const environment = new Map<string, string>();
    for (const scope of this.#scopes)
      for (const [name, variable] of scope) {
        if (variable.exported && variable.value !== undefined && !variable.array && !variable.assoc)
          environment.set(name, variable.value);
        else environment.delete(name);
      }
    return environment;
  }
}
