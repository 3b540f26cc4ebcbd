// Whether expanding a command's words leaves the shell as it is, and waits for nothing: then it can be done before forking.

import { forEachChild, type Command, type SyntaxNode } from 'unbash';

const known = new WeakMap<Command, boolean>();

export function isPure(command: Command): boolean {
  let pure = known.get(command);
  if (pure === undefined) {
    pure = visit(command);
    known.set(command, pure);
  }
  return pure;
}

function visit(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
    case 'Slice':
    case 'HereDoc':
    case 'HereString':
    case 'FileDescriptorVariable':
      return false;
    case 'ParameterExpansion':
      if (node.index) return false;
      break;
    case 'Default':
      if (/[=?]/.test(node.operator)) return false;
  }
  let pure = true;
  forEachChild(node, (child) => {
    if (pure && !visit(child)) pure = false;
  });
  return pure;
}
