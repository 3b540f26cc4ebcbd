// What engine.ts loads: everything of the simulator that the page calls.

import { checkObjectives } from '../../lab/check/index.ts';
import { describeFinding, describeValue } from '../../lab/check/words.ts';
import { createLab, replay } from '../../lab/lab.ts';
import { eventText } from '../../scene/words/events.ts';
import type { Engine } from './engine.ts';

export const engine: Engine = { createLab, replay, checkObjectives, describeFinding, describeValue, eventText };
