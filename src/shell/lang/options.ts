// `set -o` and `shopt`: names, letters, what a new shell has on (bash(1) SHELL BUILTIN COMMANDS). An option that changes nothing
// here is kept and shown all the same: it is the learner's setting.

export interface SetOption {
  readonly name: string;
  readonly letter?: string;
}

/** In the order in which `set -o` lists them. */
export const SET_OPTIONS: readonly SetOption[] = [
  { name: 'allexport', letter: 'a' },
  { name: 'braceexpand', letter: 'B' },
  { name: 'emacs' },
  { name: 'errexit', letter: 'e' },
  { name: 'errtrace', letter: 'E' },
  { name: 'functrace', letter: 'T' },
  { name: 'hashall', letter: 'h' },
  { name: 'histexpand', letter: 'H' },
  { name: 'history' },
  { name: 'ignoreeof' },
  { name: 'interactive-comments' },
  { name: 'keyword', letter: 'k' },
  { name: 'monitor', letter: 'm' },
  { name: 'noclobber', letter: 'C' },
  { name: 'noexec', letter: 'n' },
  { name: 'noglob', letter: 'f' },
  { name: 'nolog' },
  { name: 'notify', letter: 'b' },
  { name: 'nounset', letter: 'u' },
  { name: 'onecmd', letter: 't' },
  { name: 'physical', letter: 'P' },
  { name: 'pipefail' },
  { name: 'posix' },
  { name: 'privileged', letter: 'p' },
  { name: 'verbose', letter: 'v' },
  { name: 'vi' },
  { name: 'xtrace', letter: 'x' },
];

/** The order of the letters in `$-`. */
const LETTERS = 'abefhikmnprtuvxBCEHPT';

const ON =
  'checkwinsize cmdhist complete_fullquote extquote force_fignore globasciiranges globskipdots hostcomplete ' +
  'interactive_comments patsub_replacement progcomp promptvars sourcepath';
const OFF =
  'autocd assoc_expand_once cdable_vars cdspell checkhash checkjobs compat31 compat32 compat40 compat41 compat42 ' +
  'compat43 compat44 direxpand dirspell dotglob execfail expand_aliases extdebug extglob failglob globstar gnu_errfmt ' +
  'histappend histreedit histverify huponexit inherit_errexit lastpipe lithist localvar_inherit localvar_unset login_shell ' +
  'mailwarn no_empty_cmd_completion nocaseglob nocasematch noexpand_translation nullglob progcomp_alias restricted_shell ' +
  'shift_verbose varredir_close xpg_echo';

export class Options {
  readonly #set: Map<string, boolean>;
  readonly #shopt: Map<string, boolean>;

  constructor(from?: Options) {
    if (from) {
      this.#set = new Map(from.#set);
      this.#shopt = new Map(from.#shopt);
      return;
    }
    const on = ['braceexpand', 'hashall', 'interactive-comments'];
    this.#set = new Map(SET_OPTIONS.map(({ name }) => [name, on.includes(name)]));
    this.#shopt = new Map();
    for (const name of OFF.split(' ')) this.#shopt.set(name, false);
    for (const name of ON.split(' ')) this.#shopt.set(name, true);
  }

  is(name: string): boolean {
    return this.#set.get(name) ?? false;
  }

  /** Answers whether there is such an option. */
  turn(name: string, on: boolean): boolean {
    if (!this.#set.has(name)) return false;
    this.#set.set(name, on);
    if (on && name === 'vi') this.#set.set('emacs', false);
    if (on && name === 'emacs') this.#set.set('vi', false);
    return true;
  }

  shopt(name: string): boolean {
    return this.#shopt.get(name) ?? false;
  }

  hasShopt(name: string): boolean {
    return this.#shopt.has(name);
  }

  turnShopt(name: string, on: boolean): void {
    this.#shopt.set(name, on);
  }

  shoptNames(): string[] {
    return [...this.#shopt.keys()].sort();
  }

  /** $SHELLOPTS */
  setNames(): string {
    return SET_OPTIONS.filter(({ name }) => this.is(name))
      .map(({ name }) => name)
      .join(':');
  }

  /** `$-` without what only the shell's start decides (c, i, s). */
  letters(extra: string): string {
    const on = new Set(extra);
    for (const { name, letter } of SET_OPTIONS) if (letter && this.is(name)) on.add(letter);
    return (
      [...LETTERS].filter((letter) => on.has(letter)).join('') + (on.has('c') ? 'c' : '') + (on.has('s') ? 's' : '')
    );
  }
}
