/** Actions that leave nothing behind outside the workspace of their task. */
const HARMLESS = /^(fetch:|fs:|debug:|catalog:(fetch|write)|roadiehq:utils:)/;
/** Those of the portal's own: what they do is an operation with a record, or reads. */
const RECORDED = /^kubemate:/;

export function isHarmless(action: string): boolean {
  return HARMLESS.test(action);
}

export function isRecorded(action: string): boolean {
  return RECORDED.test(action);
}
