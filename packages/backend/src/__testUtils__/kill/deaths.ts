import type { Death } from './portalProcess';

/** Those that are died only with `KUBEMATE_KILLS=all`. */
export const more = (...deaths: Death[]) => (process.env.KUBEMATE_KILLS === 'all' ? deaths : []);
export const after = (statement: string): Death => ({ when: 'after', statement });
export const before = (statement: string): Death => ({ when: 'before', statement });
/** The step has begun, and has done nothing. */
export const begun = (step: string) =>
  after(`task_events.*"stepId":"${step}","status":"processing"`);
const stateOf = (step: string) => `update .tasks. .*"${step}":\\{"status":"completed"`;
/** The step has done all, and nobody knows. */
export const unfinished = (step: string) => before(stateOf(step));
export const finished = (step: string) => after(stateOf(step));
/** The operation is noted, and has done nothing. */
export const asked = (key: string) => after(`insert into .operations. .*:${key} `);
/** The operation has done what it does, and nobody knows. */
export const unnoted = (key: string) =>
  before(`update .operations. .*:${key}(.again\\d)? succeeded`);
