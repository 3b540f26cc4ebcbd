// What one curl command line asks for.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Given } from './options.ts';

export interface Output {
  readonly url: string;
  /** A file's name; 'remote' for -O; undefined for standard output. */
  readonly to: { readonly file: string } | 'remote' | undefined;
}

export class Settings {
  readonly #on = new Set<string>();
  readonly #values = new Map<string, string>();
  readonly headers: string[] = [];
  readonly resolves: string[] = [];
  readonly connectTo: string[] = [];
  readonly cookies: string[] = [];
  readonly forms: { readonly name: string; readonly content: string; readonly isString: boolean }[] = [];
  readonly outputs: Output[] = [];
  readonly queries: string[] = [];
  /** What -d and its like add up to. */
  data: string | undefined;
  json = false;

  is(name: string): boolean {
    return this.#on.has(name);
  }

  value(name: string): string | undefined {
    return this.#values.get(name);
  }

  number(name: string): number | undefined {
    const text = this.#values.get(name);
    return text === undefined ? undefined : Number(text);
  }

  /** The words of what is wrong, if anything is. */
  take(sys: Sys, given: readonly Given[]): string | undefined {
    const urls: string[] = [];
    const outs: Output['to'][] = [];
    for (const { name, value, negated } of given) {
      const problem = checkNumber(name, value);
      if (problem) return `option ${problem}: expected a proper numerical parameter`;
      switch (name) {
        case 'url':
          urls.push(value);
          break;
        case 'output':
          outs.push({ file: value });
          break;
        case 'remote-name':
          outs.push('remote');
          break;
        case 'header': {
          if (!value.startsWith('@')) this.headers.push(value);
          else {
            const text = sys.readFile(value.slice(1));
            if (isErrno(text)) return `Failed to open ${value.slice(1)}`;
            this.headers.push(...text.split(/\r?\n/).filter((line) => line !== ''));
          }
          break;
        }
        case 'resolve':
          this.resolves.push(value);
          break;
        case 'connect-to':
          this.connectTo.push(value);
          break;
        case 'cookie':
          this.cookies.push(value);
          break;
        case 'form':
        case 'form-string': {
          const [, field, content] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
          if (field === undefined) return `option -F: is badly used here`;
          this.forms.push({ name: field, content: content!, isString: name === 'form-string' });
          break;
        }
        case 'url-query':
          this.queries.push(value);
          break;
        case 'data':
        case 'data-ascii':
        case 'data-binary':
        case 'data-raw':
        case 'data-urlencode':
        case 'json':
          this.#addData(sys, name, value);
          break;
        default:
          if (value === '' && negated) this.#on.delete(name);
          else this.#on.add(name);
          this.#values.set(name, value);
      }
    }
    urls.forEach((url, i) =>
      this.outputs.push({ url, to: outs[i] ?? (this.is('remote-name-all') ? 'remote' : undefined) }),
    );
    return undefined;
  }

  #addData(sys: Sys, how: string, value: string): void {
    let text = value;
    if (how === 'data-urlencode') text = encodeData(sys, value);
    else if (how !== 'data-raw' && value.startsWith('@')) {
      const file = sys.readFile(value.slice(1));
      text = isErrno(file) ? '' : how === 'data' || how === 'data-ascii' ? file.replace(/[\r\n\0]/g, '') : file;
    }
    if (how === 'json') {
      this.json = true;
      this.data = (this.data ?? '') + text;
    } else this.data = this.data === undefined ? text : `${this.data}&${text}`;
  }
}

/** content, =content, name=content, @file, name@file. */
function encodeData(sys: Sys, value: string): string {
  const found = /^([^=@]*)([=@])(.*)$/s.exec(value);
  if (!found) return percentEncode(value);
  const [, name, sign, rest] = found;
  const file = sign === '@' ? sys.readFile(rest!) : rest!;
  const content = percentEncode(isErrno(file) ? '' : file);
  return name ? `${name}=${content}` : content;
}

const percentEncode = (text: string): string =>
  text.replace(/[^A-Za-z0-9\-._~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

const NUMBERS: Readonly<Record<string, string>> = {
  'max-time': '-m',
  'connect-timeout': '--connect-timeout',
  retry: '--retry',
  'retry-delay': '--retry-delay',
  'retry-max-time': '--retry-max-time',
  'max-redirs': '--max-redirs',
  'max-filesize': '--max-filesize',
};

function checkNumber(name: string, value: string): string | undefined {
  const shown = NUMBERS[name];
  return shown !== undefined && !/^-?\d+(\.\d*)?$/.test(value) ? shown : undefined;
}
