// Virtual time: integer microseconds since the lab was switched on. Names of such values end in `Us`.

export const MS = 1_000;
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;

/** When a lab is switched on, in seconds since 1970: 2019-01-16 09:30:00 in Beijing, when the course began. */
export const EPOCH_SECONDS = 1_547_602_200;
