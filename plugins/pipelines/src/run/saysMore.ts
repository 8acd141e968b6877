/** What engines call that something goes on, which its phase says already, in the reader's language. */
const GOES_ON: ReadonlySet<string> = new Set(['Running', 'Started']);

/** Whether the engine's own word for a run or a task says more than its phase does. */
export function saysMore({ reason }: { readonly reason?: string }): boolean {
  return reason === undefined || !GOES_ON.has(reason);
}
