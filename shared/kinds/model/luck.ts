/** Purposes of a model's dice: appended only, or seeds change their meaning. */
export const INCIDENT_LUCK = 0;
export const ERROR_LUCK = 1;
export const LATENCY_LUCK = 2;
export const TAIL_LUCK = 3;
export const SUCCESS_LUCK = 4;
/** `n` is the position of the flaw in FLAWS. */
export const FLAW_LUCK = 5;
