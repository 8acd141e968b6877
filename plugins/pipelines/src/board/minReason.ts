/** The shortest reason that the operations take, in characters. */
export const MIN_REASON = 3;
