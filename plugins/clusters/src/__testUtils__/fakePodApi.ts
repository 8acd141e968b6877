import type { PodScreensApi } from '../api/podApiRef';

async function notPlayed(): Promise<never> {
  throw new Error('The fake does not answer this');
}

/** A pod API whose person may do everything and whose pods declare no ports. */
export function fakePodApi(overrides: Partial<PodScreensApi> = {}): PodScreensApi {
  return {
    getAccess: async () => ({
      exec: { allowed: true },
      attach: { allowed: true },
      debug: { allowed: true },
      recorded: true,
    }),
    listPorts: async () => ({ items: [] }),
    startExec: notPlayed,
    createTicket: notPlayed,
    openSocket: notPlayed,
    listRecordings: notPlayed,
    readRecording: notPlayed,
    ...overrides,
  };
}
