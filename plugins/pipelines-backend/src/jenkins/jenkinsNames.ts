/** Stands for the folder of jobs that are in none. */
export const ROOT = '/';

/** A branch's job is called by the branch's name, percent-encoded; people read the branch. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

export interface JobPlace {
  readonly folder: string;
  readonly job: string;
}

/** Where a job is, as the portal's addresses and lists say it. A branch is called by its project too: `storefront/main` says more than `main`. */
export function placeOf(fullName: string, { isBranch = false }: { isBranch?: boolean }): JobPlace {
  const names = fullName.split('/').map(decoded);
  const job = names.splice(isBranch ? -2 : -1).join('/');
  return { folder: names.length === 0 ? ROOT : names.join('/'), job };
}

/** The branch that a job of a multibranch project builds. */
export function branchOf(fullName: string): string {
  return decoded(fullName.split('/').at(-1) ?? '');
}

/** What a run is called: `checkout-12`; while it waits in the queue, `checkout-q345`. */
export function runName(job: string, number: number | { readonly queueId: number }): string {
  return typeof number === 'number' ? `${job}-${number}` : `${job}-q${number.queueId}`;
}

export type RunNumber =
  | { readonly job: string; readonly number: number }
  | { readonly job: string; readonly queueId: number };

/** Undefined for a name that no run has. */
export function parseRunName(name: string): RunNumber | undefined {
  const [, job, queued, digits] = /^(.+)-(q?)(\d{1,15})$/s.exec(name) ?? [];
  if (job === undefined) return undefined;
  return queued === 'q' ? { job, queueId: Number(digits) } : { job, number: Number(digits) };
}
