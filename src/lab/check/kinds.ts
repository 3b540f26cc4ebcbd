// Every kind of check, by name.

import type { Check, CheckBehaviour, CheckKinds, CheckWorld, Outcome } from './check.ts';
import { http } from './http.ts';
import { path } from './path.ts';
import { saved } from './saved.ts';
import { destination, service } from './service.ts';
import { spread } from './spread.ts';
import { sysctl } from './sysctl.ts';

export const KINDS: { readonly [K in keyof CheckKinds]: CheckBehaviour<K> } = {
  service,
  destination,
  sysctl,
  http,
  spread,
  path,
  saved,
};

export const tryCheck = (check: Check, world: CheckWorld): Promise<Outcome> =>
  (KINDS[check.kind] as (check: Check, world: CheckWorld) => Promise<Outcome>)(check, world);
