// Where the reader is, as the address bar says it: lesson, slide and the one selection.
//
//   #/13-lvs-nat/journey?sel=event:42
//
// A wrong link leads to the nearest right place and says so.

import type { Selection } from './stage-context.ts';

export interface Address {
  readonly lesson: string | undefined;
  readonly slide: string | undefined;
  readonly selection: Selection | undefined;
}

/** A selection as one word, and back. */
export function printSelection(selection: Selection): string {
  switch (selection.kind) {
    case 'event':
      return `event:${selection.seq}`;
    case 'host':
      return `host:${selection.host}`;
    case 'device':
      return `device:${selection.host}/${selection.device}`;
    case 'segment':
      return `segment:${selection.segment}`;
    case 'service':
      return `service:${selection.host}/${selection.service}`;
    case 'connection':
      return `connection:${selection.key}`;
    case 'term':
      return `term:${selection.term}`;
  }
}

export function parseSelection(text: string): Selection | undefined {
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  const kind = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  const [host = '', ...tail] = rest.split('/');
  switch (kind) {
    case 'event':
      return /^\d+$/.test(rest) ? { kind, seq: Number(rest) } : undefined;
    case 'host':
      return rest ? { kind, host: rest } : undefined;
    case 'device':
      return host && tail.length ? { kind, host, device: tail.join('/') } : undefined;
    case 'segment':
      return rest ? { kind, segment: rest } : undefined;
    case 'service':
      return host && tail.length ? { kind, host, service: tail.join('/') } : undefined;
    case 'connection':
      return rest ? { kind, key: rest } : undefined;
    case 'term':
      return rest ? { kind, term: rest } : undefined;
    default:
      return undefined;
  }
}

export function parseAddress(hash: string): Address {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = path.split('/').filter(Boolean);
  const decode = (text: string | undefined) => {
    try {
      return text === undefined ? undefined : decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const selected = /(?:^|&)sel=([^&]*)/.exec(search)?.[1];
  return {
    lesson: decode(parts[0]),
    slide: decode(parts[1]),
    selection: selected ? parseSelection(decode(selected.replaceAll('+', ' '))!) : undefined,
  };
}

export function printAddress({ lesson, slide, selection }: Address): string {
  const path = [lesson, slide].filter((part) => part !== undefined).map((part) => encodeURIComponent(part));
  const search = selection ? `?sel=${encodeURIComponent(printSelection(selection)).replace(/%3A/g, ':')}` : '';
  return `#/${path.join('/')}${search}`;
}

/** The one selection of the whole app. */
export class Selected {
  current: Selection | undefined = $state.raw();

  select(selection: Selection | undefined): void {
    this.current = selection;
  }
}
