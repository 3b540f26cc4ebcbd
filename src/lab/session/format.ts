// The session format: a header of `# key: value` lines, then prompts, each followed by what the command printed.
//
//   # title: LVS-DR, weighted round robin
//   # topology: dr
//   # mask: \d\d:\d\d FIN_WAIT
//   [web1]# ifconfig lo:0 192.168.4.15 netmask 255.255.255.255 \
//   > broadcast 192.168.4.15 up
//   [client]# curl -s http://192.168.4.15/
//   web2

/** Stands for what a mask matched; no tool prints it. */
const BLANK = '\u2400';
const BLANKS = /\u2400+/g;

const PROMPT = /^\[([A-Za-z0-9_-]+)\]# (.*)$/;

export interface SessionStep {
  readonly host: string;
  /** May span lines. */
  readonly command: string;
  /** Ends with a newline, or is empty. */
  readonly said: string;
}

export interface Session {
  readonly title: string;
  readonly topology: string;
  readonly masks: readonly RegExp[];
  /** The header as written, for printing it again. */
  readonly headerLines: readonly string[];
  readonly steps: readonly SessionStep[];
}

/** Throws a SyntaxError that names the line when a mask is no regular expression. */
export function parseSession(text: string): Session {
  const fields = new Map<string, string>();
  const masks: RegExp[] = [];
  const headerLines: string[] = [];
  const steps: { host: string; command: string; said: string }[] = [];
  let inCommand = false;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const prompt = PROMPT.exec(line);
    const step = steps.at(-1);
    if (prompt) {
      steps.push({ host: prompt[1]!, command: prompt[2]!, said: '' });
      inCommand = true;
    } else if (!step) {
      headerLines.push(line);
      const header = /^# (\w+): (.*)$/.exec(line);
      if (header?.[1] === 'mask') masks.push(new RegExp(header[2]!, 'gm'));
      else if (header) fields.set(header[1]!, header[2]!);
    } else if (inCommand && line.startsWith('> ')) step.command += `\n${line.slice(2)}`;
    else {
      inCommand = false;
      step.said += `${line}\n`;
    }
  }
  return { title: fields.get('title') ?? '', topology: fields.get('topology') ?? '', masks, headerLines, steps };
}

/** The inverse of parseSession. */
export function printSession(session: Session): string {
  const body = session.steps.map(
    ({ host, command, said }) =>
      `[${host}]# ${command.split('\n').join('\n> ')}\n${said && !said.endsWith('\n') ? `${said}\n` : said}`,
  );
  return `${session.headerLines.map((line) => `${line}\n`).join('')}${body.join('')}`;
}

/**
 * Whether two outputs are the same once every mask's match is blanked and blanks at line ends are dropped. Blanks in a row are
 * one: a mask whose match is optional, like `( link-netnsid \d+)?$`, finds what is there and then the empty rest behind it.
 */
export function sameOutput(a: string, b: string, masks: readonly RegExp[] = []): boolean {
  const plain = (text: string) =>
    masks
      .reduce((masked, mask) => masked.replace(mask, BLANK), text)
      .replace(BLANKS, BLANK)
      .replace(/[ \t]+$/gm, '')
      .replace(/\n+$/, '');
  return plain(a) === plain(b);
}
