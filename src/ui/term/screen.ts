// One host's terminal on the page: xterm.js (core + fit, DOM renderer) between the lab's output and the learner's keys.
// Loaded behind the first paint. What it leaves out: search, links, images, anything the lab's shell does not send.

import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';
import type { Lab } from '../../lab/contract.ts';

export interface ScreenCalls {
  /** Keys or pasted text, as a terminal sends them. */
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** Ctrl+` : the learner wants out. */
  leave(): void;
  /** Ctrl+Enter: the learner would rather not wait. Whether there was something to wait for. */
  hurry(): boolean;
}

const SCROLLBACK_LINES = 5000;
/** To the other screen and back: xterm draws no cursor before its first focus otherwise, and a prompt without one looks dead. */
const SHOW_CURSOR = '\x1b[?47h\x1b[?47l';

export class Screen {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #element: HTMLElement;
  readonly #calls: ScreenCalls;
  #lab: Lab | undefined;
  #host = '';
  /** How many characters of the lab's output have been given to xterm, and whether it is still working on them. */
  #written = 0;
  #writing = false;
  /** How output is dressed before it is drawn. */
  dress: (text: string) => string = (text) => text;

  constructor(element: HTMLElement, label: string, calls: ScreenCalls) {
    this.#element = element;
    this.#calls = calls;
    this.#terminal = new Terminal({
      scrollback: SCROLLBACK_LINES,
      cursorBlink: false,
      minimumContrastRatio: 4.5,
      ...this.#look(),
    });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.open(element);
    this.label = label;
    this.#terminal.onData((text) => calls.type(text));
    this.#terminal.onResize(({ cols, rows }) => calls.resize(cols, rows));
    this.#terminal.attachCustomKeyEventHandler((event) => this.#keepKey(event));
  }

  set label(label: string) {
    this.#terminal.textarea?.setAttribute('aria-label', label);
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** Shows `host` of `lab`, from its first line that is kept. */
  attach(lab: Lab, host: string): void {
    if (this.#lab === lab && this.#host === host) return;
    this.#lab = lab;
    this.#host = host;
    this.#terminal.reset();
    this.#terminal.write(SHOW_CURSOR);
    const { output, outputLength } = lab.terminal(host);
    this.#written = outputLength;
    this.#write(output);
    if (this.#terminal.cols && this.#terminal.rows) this.#calls.resize(this.#terminal.cols, this.#terminal.rows);
  }

  /** Catches up with what the lab has sent. Waits for xterm to digest a flood: what it misses is older than its scrollback. */
  update(): void {
    if (!this.#lab || this.#writing) return;
    const view = this.#lab.terminal(this.#host);
    if (view.outputLength === this.#written) return;
    const text = view.outputSince(this.#written);
    this.#written = view.outputLength;
    this.#write(text);
  }

  #write(text: string): void {
    if (!text) return;
    this.#writing = true;
    this.#terminal.write(this.dress(text), () => {
      this.#writing = false;
    });
  }

  fit(): void {
    if (this.#element.clientWidth > 0 && this.#element.clientHeight > 0) this.#fit.fit();
  }

  /** The theme, the projector or the language changed: reads the tokens again. */
  restyle(): void {
    Object.assign(this.#terminal.options, this.#look());
    this.fit();
  }

  set screenReader(on: boolean) {
    this.#terminal.options.screenReaderMode = on;
  }

  focus(): void {
    this.#terminal.focus();
  }

  paste(text: string): void {
    this.#terminal.paste(text);
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  /** false: xterm leaves the key alone. */
  #keepKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown' || !event.ctrlKey || event.altKey || event.metaKey) return true;
    const key = event.key.toLowerCase();
    if (event.code === 'Backquote') {
      event.preventDefault();
      this.#calls.leave();
      return false;
    }
    if (key === 'enter' && this.#calls.hurry()) {
      event.preventDefault();
      return false;
    }
    if (key === 'c' && this.#terminal.hasSelection()) {
      // The browser copies what is selected; the next Ctrl+C is the shell's again.
      void navigator.clipboard?.writeText(this.#terminal.getSelection()).catch(() => undefined);
      this.#terminal.clearSelection();
      event.preventDefault();
      return false;
    }
    // Pasting is the browser's: it sends xterm a paste event.
    return key !== 'v';
  }

  #look(): { theme: ITheme; fontFamily: string; fontSize: number; lineHeight: number } {
    const style = getComputedStyle(this.#element);
    const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const text = token('terminal-text');
    const dim = token('terminal-dim');
    return {
      fontFamily: token('mono-font'),
      fontSize: parseFloat(style.fontSize),
      lineHeight: 1.25,
      theme: {
        background: token('terminal-ground'),
        foreground: text,
        cursor: token('terminal-cursor'),
        cursorAccent: token('terminal-ground'),
        selectionBackground: token('terminal-selection'),
        selectionForeground: text,
        black: text,
        brightBlack: dim,
        white: dim,
        brightWhite: text,
        red: token('drop'),
        brightRed: token('drop'),
        green: token('conv-7'),
        brightGreen: token('conv-7'),
        yellow: token('conv-4'),
        brightYellow: token('conv-4'),
        blue: token('conv-1'),
        brightBlue: token('conv-1'),
        magenta: token('conv-2'),
        brightMagenta: token('conv-2'),
        cyan: token('conv-3'),
        brightCyan: token('conv-3'),
      },
    };
  }
}
