// Sentences for what IPVS records.

import type { EventTable } from './events.ts';

export const ipvsEvents: EventTable = {};
