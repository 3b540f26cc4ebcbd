// The editor at a machine's terminal: bytes in from the raw terminal, one key at a time so that what was typed ahead stays for the
// program that is started; bytes out.

import { encodeUtf8, Utf8Decoder } from '../../base/bytes.ts';
import { errno, isErrno } from '../../base/errno.ts';
import type { Program } from '../../sim/process.ts';
import { SignalError, type Sys } from '../../host/sys.ts';
import type { Buffer } from './buffer.ts';
import { Editor, type Completer } from './editor.ts';
import { KeyDecoder } from './keys.ts';

const BRACKETED_ON = '\x1b[?2004h';
const BRACKETED_OFF = '\x1b[?2004l';

export interface Terminal {
  readonly sys: Sys;
  /** Its kill ring is kept from line to line. */
  readonly buffer: Buffer;
  readonly complete: Completer;
  readonly history: readonly string[];
  /** Told what stands in the line whenever the editor waits. */
  readonly waiting: (text: string) => void;
}

/** One line. Undefined: Ctrl-D on an empty one. Ctrl-C is thrown as the signal that it stands for. */
export function* editedLine(terminal: Terminal, prompt: string): Program<string | undefined> {
  const { sys } = terminal;
  const tty = sys.tty();
  if (!tty) return undefined;
  tty.setMode('raw');
  const editor = new Editor(tty.columns, terminal.history, terminal.complete, terminal.buffer);
  const keys = new KeyDecoder();
  const utf8 = new Utf8Decoder();
  yield* write(sys, BRACKETED_ON + editor.begin(prompt));
  try {
    for (;;) {
      const bytes = sys.readNow(0, 1);
      if (isErrno(bytes)) {
        if (bytes !== errno('EAGAIN')) return undefined;
        terminal.waiting(editor.text);
        yield* idle(sys, editor);
        continue;
      }
      if (bytes === '') return undefined;
      for (const key of keys.decode(utf8.decode(bytes))) {
        const effect = editor.handle(key);
        if (effect.output) yield* write(sys, effect.output);
        if (effect.done === 'accept') return editor.text;
        if (effect.done === 'end') return undefined;
        if (effect.done === 'interrupt') throw new SignalError('SIGINT');
      }
    }
  } finally {
    yield* write(sys, BRACKETED_OFF);
    tty.setMode('cooked');
  }
}

const write = (sys: Sys, text: string) => sys.write(2, encodeUtf8(text));

/** Waits for a key or a new size. */
function* idle(sys: Sys, editor: Editor): Program {
  const tty = sys.tty()!;
  const readable = sys.readable(0);
  yield { wait: 'queues', queues: isErrno(readable) ? [tty.resized] : [readable, tty.resized] };
  if (tty.columns !== editor.screen.columns) yield* write(sys, editor.resize(tty.columns));
}
