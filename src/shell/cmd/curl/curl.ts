// curl 7.88.1 for HTTP: the options a learner types, its requests byte for byte, its words and exit statuses. Left out: TLS,
// proxies, other protocols, cookies kept in files, resuming, parallel transfers (refused by name).

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { Connections } from './connection.ts';
import { OPTIONS, parseCurl } from './options.ts';
import { Settings, type Output } from './settings.ts';
import { Sink } from './sink.ts';
import { Stdout } from './stdout.ts';
import { Talk, type Failure } from './talk.ts';
import { newInfo, Transfer, type Info } from './transfer.ts';
import { expandGlobs, parseUrl, type Globbed } from './url.ts';
import { HELP, HINT, VERSION } from './version.ts';
import { writeOut } from './write-out.ts';

export const curl: Command = {
  name: 'curl',
  summary: { zh: '取 URL 的内容', en: 'Transfer a URL' },
  options: OPTIONS,
  operands: 'host',
  main: runCurl,
};

function* runCurl(sys: Sys, argv: readonly string[]): Program<number> {
  const given = parseCurl(argv.slice(1));
  if ('refused' in given) return yield* notHere(sys, 'curl', given.refused);
  if ('wrong' in given) return yield* wrong(sys, given.wrong);
  if (given.some(({ name }) => name === 'version')) {
    yield* out(sys, VERSION);
    return 0;
  }
  const help = given.find(({ name }) => name === 'help');
  if (help) {
    yield* out(sys, help.value === 'all' ? allHelp() : HELP);
    return 0;
  }
  const settings = new Settings();
  const problem = settings.take(sys, given);
  if (problem) return yield* wrong(sys, problem);
  if (settings.outputs.length === 0) {
    yield* err(sys, argv.length > 1 ? 'curl: no URL specified!\n' : '');
    yield* err(sys, HINT);
    return 2;
  }
  return yield* new Operation(sys, settings).run();
}

function* wrong(sys: Sys, words: string): Program<number> {
  yield* err(sys, `curl: ${words}\n${HINT}`);
  return 2;
}

const allHelp = (): string =>
  `Usage: curl [options...] <url>\n${OPTIONS.filter(({ status }) => status === undefined)
    .map(({ short, long, arg, meaning }) => {
      const left = ` ${short ? `-${short},` : '   '} --${long}${arg ? ` ${arg}` : ''}`;
      return `${left.padEnd(25)} ${meaning.en}\n`;
    })
    .join('')}`;

class Operation {
  readonly #sys: Sys;
  readonly #settings: Settings;
  readonly #talk: Talk;
  readonly #connections: Connections;
  readonly #stdout: Stdout;
  #nth = 0;

  constructor(sys: Sys, settings: Settings) {
    this.#sys = sys;
    this.#settings = settings;
    this.#talk = new Talk(sys, settings);
    this.#connections = new Connections(sys, settings, this.#talk);
    this.#stdout = new Stdout(sys, settings.is('no-buffer'));
  }

  *run(): Program<number> {
    const status = yield* this.#all();
    yield* this.#stdout.flush();
    this.#connections.closeAll();
    return status;
  }

  /** The status of the last transfer, as curl's own. */
  *#all(): Program<number> {
    let status = 0;
    for (const output of this.#settings.outputs) {
      const globbed = this.#settings.is('globoff') ? [{ text: output.url, words: [] }] : expandGlobs(output.url);
      if ('problem' in globbed) {
        const words = `${globbed.problem} in URL position ${globbed.at}:\n${output.url}\n${' '.repeat(globbed.at - 1)}^`;
        yield* this.#talk.failed({ code: 3, words });
        return 3;
      }
      for (const url of globbed) {
        status = yield* this.#one(url, output);
        if (status !== 0 && this.#settings.is('fail-early')) return status;
      }
    }
    return status;
  }

  /** One URL with its retries. */
  *#one(url: Globbed, output: Output): Program<number> {
    const file = this.#fileOf(url, output);
    if (typeof file === 'object') {
      yield* err(this.#sys, 'curl: Remote file name has no length!\n');
      yield* this.#talk.failed({ code: 23, words: 'Failed writing received data to disk/application' });
      return 23;
    }
    if (output.to === undefined && this.#sys.isTty(1)) this.#talk.toTty = true;
    const startUs = this.#sys.nowUs;
    let retries = this.#settings.number('retry') ?? 0;
    let delay = this.#settings.number('retry-delay') || 1;
    for (;;) {
      const info = newInfo(url.text, this.#sys.nowUs);
      const failure = yield* this.#transfer(url.text, file, info);
      const reason = retries > 0 ? this.#retryReason(failure, info) : undefined;
      const most = this.#settings.number('retry-max-time');
      if (reason === undefined || (most && (this.#sys.nowUs - startUs) / 1e6 + delay > most)) {
        if (failure) yield* this.#talk.failed(failure);
        yield* this.#writeOut(info, failure, file);
        this.#nth++;
        return failure?.code ?? 0;
      }
      if (failure) yield* this.#talk.failed(failure);
      const seconds = `${delay} seconds`;
      yield* this.#talk.warn(`Problem : ${reason}. Will retry in ${seconds}. ${retries} retries left.`);
      yield { wait: 'until', atUs: this.#sys.nowUs + delay * 1e6 };
      if (!this.#settings.number('retry-delay')) delay = Math.min(delay * 2, 600);
      retries--;
    }
  }

  *#transfer(url: string, file: string | undefined, info: Info): Program<Failure | undefined> {
    const sink = new Sink(this.#sys, this.#talk, this.#stdout, file, this.#settings.is('create-dirs'));
    const heads: string[] = [];
    const parts = {
      sys: this.#sys,
      settings: this.#settings,
      talk: this.#talk,
      connections: this.#connections,
      sink,
      heads,
    };
    let failure = yield* new Transfer(parts, info).run(url);
    yield* sink.end(failure === undefined && info.head?.status !== undefined);
    if (!failure) yield* this.#stdout.flush();
    yield* this.#talk.endUrl();
    if (!failure && this.#settings.is('fail-with-body') && (info.head?.status ?? 0) >= 400)
      failure = { code: 22, words: `The requested URL returned error: ${info.head!.status}` };
    const dump = this.#settings.value('dump-header');
    if (dump === '-') yield* this.#stdout.write(heads.join(''));
    else if (dump !== undefined) this.#sys.writeFile(dump, heads.join(''));
    return failure;
  }

  /** The name of the file to write, undefined for standard output, or why there is none. */
  #fileOf(url: Globbed, { to }: Output): string | undefined | { readonly noName: true } {
    if (to === undefined) return undefined;
    const directory = this.#settings.value('output-dir');
    const inside = (name: string) => (directory === undefined ? name : `${directory}/${name}`);
    if (to !== 'remote') {
      if (to.file === '-') return undefined;
      return inside(to.file.replace(/#(\d+)/g, (whole, n: string) => url.words[Number(n) - 1] ?? whole));
    }
    const name = parseUrl(url.text, true)?.path.split('/').pop();
    return name ? inside(name) : { noName: true };
  }

  #retryReason(failure: Failure | undefined, info: Info): string | undefined {
    if (failure?.code === 28 || failure?.code === 6) return 'timeout';
    if (failure?.code === 7 && this.#settings.is('retry-connrefused')) return 'connection refused';
    if (failure && this.#settings.is('retry-all-errors')) return '(retrying all errors)';
    const status = info.head?.status ?? 0;
    return [408, 429, 500, 502, 503, 504].includes(status) ? 'HTTP error' : undefined;
  }

  *#writeOut(info: Info, failure: Failure | undefined, file: string | undefined): Program {
    let format = this.#settings.value('write-out');
    if (format === undefined) return;
    if (format.startsWith('@')) {
      const text = this.#sys.readFile(format.slice(1));
      format = isErrno(text) ? '' : text;
    }
    const written = writeOut(format, info, failure, file, this.#nth);
    yield* err(this.#sys, written.err);
    yield* this.#stdout.write(written.out);
  }
}
