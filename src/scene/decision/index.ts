// The schedulers that have a table of their own, by the code of their reason.

import type { Decision, Explain, Pick } from './decision.ts';
import { explainGeneric } from './generic.ts';
import { explainRr } from './rr.ts';
import { explainTemplate } from './template.ts';
import { explainWrr } from './wrr.ts';

const EXPLAINS: Readonly<Record<string, Explain>> = {
  rr: explainRr,
  wrr: explainWrr,
  template: explainTemplate,
};

export const explain = (pick: Pick): Decision => (EXPLAINS[pick.because.code] ?? explainGeneric)(pick);
