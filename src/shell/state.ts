// What the lab sees of a shell at a terminal. The shell keeps it current; types only.

export interface ShellState {
  /** The shell waits at PS1 and nothing is typed yet. */
  atPrompt: boolean;
  /** What stands in the line editor; '' elsewhere. */
  line: string;
  history: readonly string[];
}
