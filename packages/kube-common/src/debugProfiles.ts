/** The profiles of `kubectl debug` that say something about an ephemeral container, from the usual one to the mightiest. */
export const DEBUG_PROFILES = [
  'general',
  'baseline',
  'restricted',
  'netadmin',
  'sysadmin',
] as const;

/** How much a debug container may do. */
export type DebugProfile = (typeof DEBUG_PROFILES)[number];
