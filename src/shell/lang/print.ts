// Commands as text again, as bash's print_cmd.c words them (jobs, declare -f, type).

import type { Runnable, ShellFunction } from './shell.ts';

/** One line, for `jobs`. */
export function printCommand(node: Runnable, source: string): string {
  return source.slice(node.pos, node.end).replace(/\s+/g, ' ').trim();
}

/** A function as `type` and `declare -f` show it. */
export function printFunction(fn: ShellFunction): string {
  return `${fn.name} () \n${fn.origin.text.slice(fn.node.body.pos, fn.node.body.end)}`;
}
