// awk's variables, those that mean something to awk itself, and the frames of its functions.

import type { Bytes } from '../../../base/bytes.ts';
import { FieldRecord, type Separators } from './record.ts';
import { RunTimeFault, toNumber, toText, type Value } from './value.ts';

export type AwkArray = Map<Bytes, Value>;

/** A name's place: a value or an array, whichever it is used as first. */
export class Cell {
  value: Value = undefined;
  #array: AwkArray | undefined;
  /** The caller's untouched variable that a parameter stands for: it becomes the array that the parameter becomes. */
  readonly #origin: Cell | undefined;

  constructor(value?: Value, array?: AwkArray, origin?: Cell) {
    this.value = value;
    this.#array = array;
    this.#origin = origin;
  }

  get isArray(): boolean {
    return (this.#array ?? this.#origin?.existing) !== undefined;
  }

  /** The array, if it is one yet. */
  get existing(): AwkArray | undefined {
    return this.#array ?? this.#origin?.existing;
  }

  array(name: string): AwkArray {
    if (this.value !== undefined) throw new RunTimeFault(`${name} is not an array`);
    return (this.#array ??= this.#origin ? this.#origin.array(name) : new Map());
  }
}

const FIRST: Readonly<Record<string, Value>> = {
  FS: ' ',
  OFS: ' ',
  ORS: '\n',
  RS: '\n',
  SUBSEP: '\x1c',
  CONVFMT: '%.6g',
  OFMT: '%.6g',
  NR: 0,
  FNR: 0,
  RSTART: 0,
  RLENGTH: -1,
  FILENAME: '',
};

export class Variables implements Separators {
  readonly #globals = new Map<string, Cell>();
  readonly record: FieldRecord;
  #frame: Map<string, Cell> | undefined;

  constructor() {
    for (const [name, value] of Object.entries(FIRST)) this.#globals.set(name, new Cell(value));
    this.record = new FieldRecord(this);
  }

  cell(name: string): Cell {
    const local = this.#frame?.get(name);
    if (local) return local;
    let cell = this.#globals.get(name);
    if (!cell) this.#globals.set(name, (cell = new Cell()));
    return cell;
  }

  get(name: string): Value {
    if (name === 'NF') return this.record.count;
    const cell = this.cell(name);
    if (cell.isArray) throw new RunTimeFault(`${name} is an array`);
    return cell.value;
  }

  set(name: string, value: Value): void {
    if (name === 'NF') return this.record.setCount(Math.trunc(toNumber(value)));
    const cell = this.cell(name);
    if (cell.isArray) throw new RunTimeFault(`${name} is an array`);
    cell.value = value ?? '';
  }

  text(name: string): Bytes {
    return toText(this.cell(name).value, '%.6g');
  }

  array(name: string): AwkArray {
    return this.cell(name).array(name);
  }

  /** Runs the body of a function with its own variables. */
  *within<T, Y>(frame: Map<string, Cell>, body: () => Generator<Y, T, unknown>): Generator<Y, T, unknown> {
    const outer = this.#frame;
    this.#frame = frame;
    try {
      return yield* body();
    } finally {
      this.#frame = outer;
    }
  }
}
