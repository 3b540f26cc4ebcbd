// The reasons that events give as short codes of their own (`because` of arp.* and neigh.changed).

import { pick, type Language, type Said } from './language.ts';

export const BECAUSE: Readonly<Record<string, Said>> = {};

export function becauseText(code: string, language: Language): string {
  const said = BECAUSE[code];
  return said ? pick(said, language) : code;
}
