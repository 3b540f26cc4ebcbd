// awk's interpreter: walks the tree. Every evaluation is a generator, since any may wait (getline, system, a function that does);
// loops give others a turn, so that Ctrl-C is heard.

import type { Bytes } from '../../../base/bytes.ts';
import { Prng } from '../../../base/prng.ts';
import type { Sys } from '../../../host/sys.ts';
import { TURN, type Program } from '../../../sim/process.ts';
import { formatTime, lower, MATHS, mktime, substitute, substring, upper } from './builtins.ts';
import { compile, matches, splitText } from './regex.ts';
import { Streams } from './streams.ts';
import type { Expression, Place, Tree } from './tree.ts';
import { compare, formatText, fromOutside, isTrue, RunTimeFault, toNumber, toText, type Value } from './value.ts';
import { Cell, Variables } from './variables.ts';

/** The main input: the operands' records, one after another. */
export interface MainInput {
  /** Sets NR, FNR and FILENAME; undefined at the end. */
  next(): Program<Bytes | undefined>;
}

const DEEPEST = 1000;
const ROUNDS_A_TURN = 2000;

export class Evaluator {
  readonly variables = new Variables();
  readonly streams: Streams;
  protected readonly sys: Sys;
  protected readonly tree: Tree;
  protected readonly input: MainInput;
  /** Runs a function's body and answers what it returns. */
  protected readonly body: (name: string) => Program<Value>;
  #depth = 0;
  #rounds = 0;
  #chance: Prng;
  #seed: Value = 0;

  constructor(
    sys: Sys,
    tree: Tree,
    input: (variables: Variables) => MainInput,
    body: (evaluator: Evaluator, name: string) => Program<Value>,
  ) {
    this.sys = sys;
    this.tree = tree;
    this.streams = new Streams(sys);
    this.input = input(this.variables);
    this.body = (name) => body(this, name);
    this.#chance = sys.prng('awk');
  }

  /** Called once a round of any loop. */
  *round(): Program {
    if (++this.#rounds % ROUNDS_A_TURN === 0) yield TURN;
  }

  text(value: Value): Bytes {
    return toText(value, this.variables.text('CONVFMT'));
  }

  *string(expression: Expression): Program<Bytes> {
    return this.text(yield* this.value(expression));
  }

  *number(expression: Expression): Program<number> {
    return toNumber(yield* this.value(expression));
  }

  *test(expression: Expression): Program<boolean> {
    return isTrue(yield* this.value(expression));
  }

  /** A pattern: a regular expression as written, or the text of anything else. */
  *pattern(expression: Expression): Program<Bytes> {
    return expression.is === 'regex' ? expression.source : yield* this.string(expression);
  }

  *keys(keys: readonly Expression[]): Program<Bytes> {
    const parts: Bytes[] = [];
    for (const key of keys) parts.push(yield* this.string(key));
    return parts.length === 1 ? parts[0]! : parts.join(this.variables.text('SUBSEP'));
  }

  *value(e: Expression): Program<Value> {
    switch (e.is) {
      case 'number':
      case 'string':
        return e.value;
      case 'regex':
        return matches(e.source, this.variables.record.text) ? 1 : 0;
      case 'variable':
        return this.variables.get(e.name);
      case 'field':
        return this.variables.record.field(Math.trunc(yield* this.number(e.index)));
      case 'element': {
        const array = this.variables.array(e.array);
        const key = yield* this.keys(e.keys);
        if (!array.has(key)) array.set(key, undefined);
        return array.get(key);
      }
      case 'group':
        return yield* this.value(e.items.length === 1 ? e.items[0]! : this.#fault('syntax error at or near ,'));
      case 'unary':
        if (e.op === '!') return (yield* this.test(e.of)) ? 0 : 1;
        return (e.op === '-' ? -1 : 1) * (yield* this.number(e.of));
      case 'and':
        return (yield* this.test(e.left)) && (yield* this.test(e.right)) ? 1 : 0;
      case 'or':
        return (yield* this.test(e.left)) || (yield* this.test(e.right)) ? 1 : 0;
      case 'binary':
        return this.#binary(e.op, yield* this.value(e.left), yield* this.value(e.right));
      case 'join':
        return (yield* this.string(e.left)) + (yield* this.string(e.right));
      case 'match': {
        const text = yield* this.string(e.left);
        return matches(yield* this.pattern(e.right), text) === e.not ? 0 : 1;
      }
      case 'in':
        return this.variables.array(e.array).has(yield* this.keys(e.keys)) ? 1 : 0;
      case 'choose':
        return yield* this.value((yield* this.test(e.test)) ? e.yes : e.no);
      case 'assign':
        return yield* this.#assign(e.to, e.op, e.value);
      case 'step': {
        const before = toNumber(yield* this.value(e.place));
        yield* this.put(e.place, before + e.by);
        return e.before ? before + e.by : before;
      }
      case 'getline':
        return yield* this.#getline(e);
      case 'call':
        return yield* this.#call(e.name, e.args);
      case 'builtin':
        return yield* this.#builtin(e.name, e.args);
    }
  }

  #fault(words: string): never {
    throw new RunTimeFault(words);
  }

  #binary(op: string, left: Value, right: Value): Value {
    if (/[<>]|[!=]=/.test(op)) {
      const order = compare(left, right, this.variables.text('CONVFMT'));
      const holds = { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0, '==': order === 0 }[op];
      return (holds ?? order !== 0) ? 1 : 0;
    }
    return arithmetic(op, toNumber(left), toNumber(right));
  }

  *#assign(to: Place, op: string, value: Expression): Program<Value> {
    let made = yield* this.value(value);
    if (op !== '') made = arithmetic(op, toNumber(yield* this.value(to)), toNumber(made));
    yield* this.put(to, made);
    return made;
  }

  *put(place: Place, value: Value): Program {
    if (place.is === 'variable') this.variables.set(place.name, value);
    else if (place.is === 'field') this.variables.record.setField(Math.trunc(yield* this.number(place.index)), value);
    else {
      const key = yield* this.keys(place.keys);
      this.variables.array(place.array).set(key, value ?? '');
    }
  }

  *#getline({ from, source, to }: Extract<Expression, { is: 'getline' }>): Program<number> {
    const { variables } = this;
    let record: Bytes | undefined;
    if (from === 'main') record = yield* this.input.next();
    else {
      const name = yield* this.string(source!);
      const read = yield* this.streams.read(from, name, variables.text('RS'));
      if (read === 'failed') return -1;
      record = read;
      if (record !== undefined && from === 'command')
        for (const count of ['NR', 'FNR']) variables.set(count, toNumber(variables.get(count)) + 1);
    }
    if (record === undefined) return 0;
    if (to) yield* this.put(to, fromOutside(record));
    else variables.record.set(record);
    return 1;
  }

  /** Names pass their arrays; everything else its value. */
  *#call(name: string, args: readonly Expression[]): Program<Value> {
    const { parameters } = this.tree.functions.get(name)!;
    if (args.length > parameters.length) this.#fault(`function ${name} called with too many args`);
    if (this.#depth >= DEEPEST) this.#fault(`function call nesting too deep: ${name}`);
    const frame = new Map<string, Cell>();
    for (const [i, parameter] of parameters.entries()) {
      const arg = args[i];
      const cell = arg?.is === 'variable' && arg.name !== 'NF' ? this.variables.cell(arg.name) : undefined;
      if (cell && (cell.isArray || cell.value === undefined))
        frame.set(parameter, new Cell(undefined, cell.existing, cell));
      else frame.set(parameter, new Cell(arg && (yield* this.value(arg))));
    }
    this.#depth++;
    yield* this.round();
    const result = yield* this.variables.within(frame, () => this.body(name));
    this.#depth--;
    return result;
  }

  *#builtin(name: string, args: readonly Expression[]): Program<Value> {
    const maths = MATHS[name];
    if (maths) {
      const x = yield* this.number(args[0] ?? { is: 'field', index: { is: 'number', value: 0 } });
      return maths(x, args[1] ? yield* this.number(args[1]) : 0);
    }
    switch (name) {
      case 'length':
        return yield* this.#length(args[0]);
      case 'split':
        return yield* this.#split(args);
      case 'sub':
      case 'gsub':
        return yield* this.#substitute(args, name === 'gsub');
      case 'match': {
        const text = yield* this.string(args[0]!);
        const found = compile(yield* this.pattern(args[1]!)).exec(text);
        this.variables.set('RSTART', found ? found.index + 1 : 0);
        this.variables.set('RLENGTH', found ? found[0].length : -1);
        return found ? found.index + 1 : 0;
      }
      case 'close':
        return yield* this.streams.close(yield* this.string(args[0]!));
      case 'system':
        return yield* this.streams.system(yield* this.string(args[0]!));
      case 'fflush':
        yield* this.streams.flush();
        return 0;
    }
    const values: Value[] = [];
    for (const arg of args) values.push(yield* this.value(arg));
    return this.#plain(name, values);
  }

  #plain(name: string, values: readonly Value[]): Value {
    const [first, second, third] = values;
    const text = this.text(first);
    switch (name) {
      case 'substr':
        return substring(text, toNumber(second), values.length > 2 ? toNumber(third) : undefined);
      case 'index':
        return text.indexOf(this.text(second)) + 1;
      case 'sprintf':
        return formatText(text, values.slice(1));
      case 'toupper':
        return upper(text);
      case 'tolower':
        return lower(text);
      case 'rand':
        return this.#chance.nextU32() / 2 ** 32;
      case 'srand': {
        const before = this.#seed;
        this.#seed = values.length > 0 ? toNumber(first) : Math.floor(this.sys.epochSeconds);
        this.#chance = Prng.named(Math.trunc(toNumber(this.#seed)), 'awk');
        return before;
      }
      case 'systime':
        return Math.floor(this.sys.epochSeconds);
      case 'mktime':
        return mktime(text);
      default:
        return formatTime(
          values.length > 0 ? text : undefined,
          values.length > 1 ? toNumber(second) : this.sys.epochSeconds,
        );
    }
  }

  *#length(arg: Expression | undefined): Program<number> {
    if (!arg) return this.variables.record.text.length;
    if (arg.is === 'variable') {
      const array = this.variables.cell(arg.name).existing;
      if (array) return array.size;
    }
    return (yield* this.string(arg)).length;
  }

  *#split([source, into, by]: readonly Expression[]): Program<number> {
    const text = yield* this.string(source!);
    const name = into?.is === 'variable' ? into.name : this.#fault('type error in arg(2) in call to split');
    // A regular expression of one blank is that blank.
    const separator = by
      ? by.is === 'regex' && by.source === ' '
        ? '[ ]'
        : yield* this.pattern(by)
      : this.variables.text('FS');
    const array = this.variables.array(name);
    array.clear();
    const parts = splitText(text, separator);
    for (const [i, part] of parts.entries()) array.set(String(i + 1), fromOutside(part));
    return parts.length;
  }

  *#substitute([pattern, by, target]: readonly Expression[], all: boolean): Program<number> {
    const source = yield* this.pattern(pattern!);
    const replacement = yield* this.string(by!);
    const place: Expression = target ?? { is: 'field', index: { is: 'number', value: 0 } };
    const made = substitute(source, replacement, yield* this.string(place), all);
    if (made.count > 0 && (place.is === 'variable' || place.is === 'element' || place.is === 'field'))
      yield* this.put(place, made.text);
    return made.count;
  }
}

export function arithmetic(op: string, x: number, y: number): number {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    default:
      return x ** y;
  }
}
