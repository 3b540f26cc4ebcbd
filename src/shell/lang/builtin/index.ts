// Every builtin by name.

import type { Program } from '../../../sim/process.ts';
import type { Builtin, Shell } from '../shell.ts';
import { declare, exportBuiltin, local, readonlyBuiltin } from './declare.ts';
import { cd, dirs, popd, pushd, pwd } from './directory.ts';
import { colon, echo, no } from './echo.ts';
import { notHere } from './flags.ts';
import {
  breakBuiltin,
  builtin,
  command,
  continueBuiltin,
  evalBuiltin,
  exec,
  exit,
  logout,
  returnBuiltin,
  source,
} from './flow.ts';
import { help } from './help.ts';
import { fc, history } from './history.ts';
import { bg, disown, fg, jobs, kill, suspend, times, wait } from './jobs.ts';
import { printf } from './printf.ts';
import { mapfile, read } from './read.ts';
import { shopt, trap, ulimit, umask } from './settings.ts';
import { test } from './test.ts';
import { alias, enable, hash, type, unalias } from './type.ts';
import { getopts, letBuiltin, set, shift, unset } from './variables.ts';

/** A builtin of bash that this simulator leaves out. */
const refuse: Builtin = function* (shell: Shell, argv: readonly string[]): Program<number> {
  return yield* notHere(shell, argv[0]!);
};

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['.', source],
  [':', colon],
  ['[', test],
  ['alias', alias],
  ['bg', bg],
  ['bind', refuse],
  ['break', breakBuiltin],
  ['builtin', builtin],
  ['caller', refuse],
  ['cd', cd],
  ['command', command],
  ['compgen', refuse],
  ['complete', refuse],
  ['compopt', refuse],
  ['continue', continueBuiltin],
  ['declare', declare],
  ['dirs', dirs],
  ['disown', disown],
  ['echo', echo],
  ['enable', enable],
  ['eval', evalBuiltin],
  ['exec', exec],
  ['exit', exit],
  ['export', exportBuiltin],
  ['false', no],
  ['fc', fc],
  ['fg', fg],
  ['getopts', getopts],
  ['hash', hash],
  ['help', help],
  ['history', history],
  ['jobs', jobs],
  ['kill', kill],
  ['let', letBuiltin],
  ['local', local],
  ['logout', logout],
  ['mapfile', mapfile],
  ['popd', popd],
  ['printf', printf],
  ['pushd', pushd],
  ['pwd', pwd],
  ['read', read],
  ['readarray', mapfile],
  ['readonly', readonlyBuiltin],
  ['return', returnBuiltin],
  ['set', set],
  ['shift', shift],
  ['shopt', shopt],
  ['source', source],
  ['suspend', suspend],
  ['test', test],
  ['times', times],
  ['trap', trap],
  ['true', colon],
  ['type', type],
  ['typeset', declare],
  ['ulimit', ulimit],
  ['umask', umask],
  ['unalias', unalias],
  ['unset', unset],
  ['wait', wait],
]);
