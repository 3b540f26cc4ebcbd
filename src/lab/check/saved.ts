// Check kind `saved`: the rules file holds what the table holds now, as ipvsadm-save writes it (with names or numbers).

import { isErrno } from '../../base/errno.ts';
import type { CheckBehaviour } from './check.ts';
import { capture } from './request.ts';

const FILE = '/etc/sysconfig/ipvsadm';
const SAVE = '/usr/sbin/ipvsadm-save';

const lines = (text: string): string => text.trim().replace(/[ \t]+$/gm, '');

export const saved: CheckBehaviour<'saved'> = async (check, world) => {
  const facts = { host: check.host, file: FILE };
  const numeric = await world.run(check.host, (sys) => capture(sys, SAVE, ['ipvsadm-save', '-n']));
  const named = await world.run(check.host, (sys) => capture(sys, SAVE, ['ipvsadm-save']));
  if (!lines(numeric?.text ?? '')) return { code: 'saved-nothing', expected: FILE, found: '–', facts };
  const kept = world.sys(check.host).readFile(FILE);
  if (isErrno(kept)) return { code: 'saved-missing', expected: FILE, found: '–', facts };
  const fits = [numeric, named].some((now) => lines(now?.text ?? '') === lines(kept));
  return fits ? undefined : { code: 'saved-differs', expected: lines(numeric?.text ?? ''), found: lines(kept), facts };
};
