// Commands as text again, word for word as bash's print_cmd.c has them: `declare -f`, `type`, and in one line where it can be, `jobs`.

import type {
  AndOr,
  ArithmeticFor,
  Assignment,
  Case,
  Command,
  CommandNode,
  CompoundCommand,
  CompoundList,
  For,
  Function as FunctionNode,
  HereDoc,
  If,
  Pipeline,
  Redirection,
  Select,
  Statement,
  TestExpression,
  While,
  Word,
} from 'unbash';
import { ansiUnescaped } from './escapes.ts';
import { singleQuoted } from './quote.ts';
import type { Runnable, ShellFunction } from './shell.ts';

const STEP = 4;

/** A command as `jobs` shows it. */
export function printCommand(node: Runnable, source: string): string {
  const printer = new Printer(source, false);
  printer.node(node);
  return printer.done();
}

/** A function as `type` and `declare -f` show it. */
export function printFunction(fn: ShellFunction): string {
  const printer = new Printer(fn.origin.text, true);
  printer.function(fn.name, fn.node, true);
  return printer.done();
}

class Printer {
  #text = '';
  #indent = 0;
  readonly #source: string;
  #inFunction: boolean;
  #hereDocs: HereDoc[] = [];
  #wasHereDoc = false;

  constructor(source: string, inFunction: boolean) {
    this.#source = source;
    this.#inFunction = inFunction;
  }

  done(): string {
    this.#flush('');
    return this.#text;
  }

  #put(text: string): void {
    this.#text += text;
  }

  #newline(text: string): void {
    this.#put(`\n${' '.repeat(this.#indent)}${text}`);
  }

  #semicolon(): void {
    if (this.#hereDocs.length) return this.#flush('');
    if (this.#wasHereDoc) this.#wasHereDoc = false;
    else if (!/[&\n]$/.test(this.#text)) this.#put(';');
  }

  /** Here-documents that wait for their line's end. */
  #flush(before: string): void {
    if (this.#hereDocs.length === 0) return;
    if (before !== ';') this.#put(before);
    for (const { body, delimiter } of this.#hereDocs) this.#put(`\n${body.text}${delimiter?.value ?? ''}`);
    this.#put('\n');
    this.#hereDocs = [];
    this.#wasHereDoc = true;
  }

  node(node: Runnable): void {
    switch (node.type) {
      case 'CompoundList':
        return this.list(node.commands);
      case 'AndOr':
        return this.#andOr(node);
      case 'Pipeline':
        return this.#pipeline(node);
      default:
        return this.#command(node);
    }
  }

  list(statements: readonly Statement[]): void {
    statements.forEach((statement, i) => {
      this.node(statement.command);
      if (statement.background) this.#put(' &');
      if (i === statements.length - 1) return;
      if (this.#hereDocs.length) this.#flush(';');
      else if (this.#wasHereDoc) this.#wasHereDoc = false;
      else if (!statement.background) this.#put(';');
      if (this.#inFunction && !statement.background) this.#newline('');
      else this.#put(' ');
    });
  }

  #andOr(node: AndOr): void {
    node.commands.forEach((command, i) => {
      this.node(command);
      if (i < node.operators.length) {
        this.#flush(` ${node.operators[i]!}`);
        this.#put(this.#wasHereDoc ? '' : ` ${node.operators[i]!} `);
        this.#wasHereDoc = false;
      }
    });
  }

  #pipeline(node: Pipeline): void {
    for (const prefix of node.prefixes)
      this.#put(prefix.type === 'Negation' ? '! ' : prefix.posix ? 'time -p ' : 'time ');
    node.commands.forEach((command, i) => {
      this.#command(command);
      const operator = node.operators[i];
      if (!operator) return;
      if (operator === '|&') this.#put(' 2>&1');
      if (this.#hereDocs.length) {
        this.#flush(' |');
        this.#put('  ');
        this.#wasHereDoc = false;
      } else this.#put(' | ');
    });
  }

  #command(node: CommandNode): void {
    switch (node.type) {
      case 'Command':
        return this.#simple(node);
      case 'Redirected':
        this.#compound(node.command);
        return this.#redirections(node.redirects);
      case 'Function':
        return this.function(node.name.text, node, false);
      case 'Coproc':
        this.#put(`coproc ${node.name?.text ?? 'COPROC'} `);
        return this.node(node.body);
      default:
        return this.#compound(node);
    }
  }

  #simple(node: Command): void {
    const words: string[] = [];
    const redirections: Redirection[] = [];
    for (const part of node.prefix)
      if (part.type === 'Assignment') words.push(this.#assignment(part));
      else redirections.push(part);
    if (node.name) words.push(wordText(node.name));
    for (const part of node.suffix)
      if (part.type === 'Word') words.push(wordText(part));
      else if (part.type === 'Assignment') words.push(this.#assignment(part));
      else redirections.push(part);
    this.#put(words.join(' '));
    this.#redirections(redirections, words.length === 0);
  }

  #assignment(node: Assignment): string {
    if (node.value.type === 'Word') return node.text;
    return `${node.text.slice(0, node.text.indexOf('(') + 1)}${node.value.elements.map(wordText).join(' ')})`;
  }

  #redirections(redirections: readonly Redirection[], first = false): void {
    redirections.forEach((redirection, i) => this.#put((first && i === 0 ? '' : ' ') + this.#redirection(redirection)));
  }

  #redirection(node: Redirection): string {
    const { descriptor } = node;
    const given = descriptor?.type === 'FileDescriptorVariable' ? `{${descriptor.name}}` : descriptor?.value;
    const input = node.operator.startsWith('<');
    const other = given === undefined || given === (input ? 0 : 1) ? '' : String(given);
    if (node.type === 'HereDoc') {
      this.#hereDocs.push(node);
      return `${other}${node.operator}${node.delimiter?.text ?? ''}`;
    }
    const target = node.target ? wordText(node.target) : '';
    if (node.operator === '>&' || node.operator === '<&') {
      if (target === '-') return `${given ?? (input ? 0 : 1)}>&-`;
      if (/^\d+-?$/.test(target) || node.operator === '<&')
        return `${given ?? (input ? 0 : 1)}${node.operator}${target}`;
      return `&> ${target}`;
    }
    return `${other}${node.operator} ${target}`;
  }

  function(name: string, node: FunctionNode, outermost: boolean): void {
    const { body } = node;
    this.#put(`${outermost ? '' : 'function '}${name} () `);
    const before = this.#inFunction;
    this.#inFunction = true;
    const inner = body.type === 'Redirected' ? body.command : body;
    this.#newline('{ ');
    this.#indent += STEP;
    this.#newline('');
    if (inner.type === 'BraceGroup') this.list(inner.body.commands);
    else this.node(inner);
    this.#flush('');
    this.#indent -= STEP;
    if (this.#text.endsWith('\n') && this.#wasHereDoc) this.#put(`${' '.repeat(this.#indent)}}`);
    else this.#newline('}');
    this.#wasHereDoc = false;
    if (body.type === 'Redirected') this.#redirections(body.redirects);
    this.#inFunction = before;
  }

  #compound(node: CompoundCommand): void {
    switch (node.type) {
      case 'If':
        return this.#if(node);
      case 'For':
      case 'Select':
        return this.#for(node);
      case 'ArithmeticFor':
        return this.#arithmeticFor(node);
      case 'While':
        return this.#while(node);
      case 'Case':
        return this.#case(node);
      case 'Subshell':
        this.#put('( ');
        this.list(node.body.commands);
        this.#flush('');
        return this.#put(' )');
      case 'BraceGroup':
        return this.#group(node.body);
      case 'ArithmeticCommand':
        return this.#put(`((${node.body}))`);
      default:
        return this.#put(`[[ ${testText(node.expression)} ]]`);
    }
  }

  #group(body: CompoundList): void {
    this.#put('{ ');
    if (!this.#inFunction) {
      this.list(body.commands);
      this.#semicolon();
      return this.#put(' }');
    }
    this.#indent += STEP;
    this.#newline('');
    this.list(body.commands);
    this.#flush('');
    this.#indent -= STEP;
    this.#newline('}');
  }

  /** An indented list on lines of its own, closed by a semicolon. */
  #block(body: CompoundList): void {
    this.#indent += STEP;
    this.#newline('');
    this.list(body.commands);
    this.#semicolon();
    this.#indent -= STEP;
  }

  #if(node: If): void {
    this.#put('if ');
    this.#condition(node.clause);
    this.#put(' then');
    this.#block(node.then);
    const [elif, ...others] = node.elif;
    if (elif) {
      this.#newline('else');
      this.#indent += STEP;
      this.#newline('');
      this.#if({ ...node, clause: elif.clause, then: elif.then, elif: others });
      this.#semicolon();
      this.#indent -= STEP;
    } else if (node.else) {
      this.#newline('else');
      this.#block(node.else);
    }
    this.#newline('fi');
  }

  #condition(list: CompoundList): void {
    this.list(list.commands);
    this.#semicolon();
  }

  #while(node: While): void {
    this.#put(`${node.kind} `);
    this.#condition(node.clause);
    this.#put(' do');
    this.#block(node.body);
    this.#newline('done');
  }

  #for(node: For | Select): void {
    const words = node.wordlist ? node.wordlist.map(wordText).join(' ') : '"$@"';
    this.#put(`${node.type === 'For' ? 'for' : 'select'} ${node.name.text} in ${words};`);
    this.#newline('do');
    this.#block(node.body);
    this.#newline('done');
  }

  #arithmeticFor(node: ArithmeticFor): void {
    const header = this.#source.slice(node.pos, node.body.pos);
    const parts = header.slice(header.indexOf('((') + 2, header.lastIndexOf('))')).split(';');
    this.#put(`for ((${parts.map((part) => part.trim()).join('; ')}))`);
    this.#newline('do');
    this.#block(node.body);
    this.#newline('done');
  }

  #case(node: Case): void {
    this.#put(`case ${wordText(node.word)} in `);
    this.#indent += STEP;
    for (const item of node.items) {
      this.#newline(`${item.pattern.map(wordText).join(' | ')})`);
      this.#indent += STEP;
      if (item.body.commands.length) {
        this.#newline('');
        this.list(item.body.commands);
        this.#flush('');
      } else this.#put('\n');
      this.#indent -= STEP;
      this.#newline(item.terminator ?? ';;');
    }
    this.#indent -= STEP;
    this.#newline('esac');
  }
}

/** The word as written; $'…' is known by its value since it was read. */
function wordText(word: Word): string {
  if (!word.text.includes("$'") || !word.parts) return word.text;
  return word.parts
    .map((part) =>
      part.type === 'AnsiCQuoted' ? singleQuoted(ansiUnescaped(part.text.slice(2, -1), true).text) : part.text,
    )
    .join('');
}

function testText(node: TestExpression): string {
  switch (node.type) {
    case 'TestLogical':
      return node.operands.map(testText).join(` ${node.operator} `);
    case 'TestNot':
      return `${'! '.repeat(node.negations.length)}${testText(node.operand)}`;
    case 'TestGroup':
      return `( ${testText(node.expression)} )`;
    case 'TestUnary':
      return `${node.operator} ${wordText(node.operand)}`;
    default:
      return `${wordText(node.left)} ${node.operator} ${wordText(node.right)}`;
  }
}
