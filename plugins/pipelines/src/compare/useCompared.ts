import { useApi } from '@backstage/frontend-plugin-api';
import type { Run, RunRef } from '@kubemate/plugin-pipelines-common';
import { useQuery } from '@tanstack/react-query';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { hasEnded } from '../operations/runActions';

/** Runs to choose from on each side. */
const CHOICES = 50;
/** Of a log: what is compared, from its end. */
const LOG_LINES = 5000;

/** One of the two runs. */
export function useRunOnce(ref: RunRef | undefined) {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'run', ref],
    queryFn: ({ signal }) =>
      ref === undefined ? Promise.reject(new Error('No run')) : api.getRun(ref, { signal }),
    enabled: ref !== undefined,
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && hasEnded(data) ? false : 10_000,
  });
}

/** Runs of the same pipeline in the same place, newest first. */
export function useRunsBeside(run: Run | undefined) {
  const api = useApi(pipelinesApiRef);
  const { place, folder } = run?.ref ?? {};
  return useQuery({
    queryKey: ['pipelines', 'beside', place, folder, run?.pipeline, run?.component],
    queryFn: async ({ signal }) => {
      const at = { places: [place ?? ''], folders: [folder ?? ''], limit: CHOICES };
      const of = { pipeline: run?.pipeline, component: run?.component };
      const { items } = await api.listRuns({ ...at, ...of }, { signal });
      return items;
    },
    enabled: run?.pipeline !== undefined,
  });
}

/** The run before, that succeeded where there is one: what a run is best compared with. */
export function useRunBefore(run: Run | undefined, options: { enabled: boolean }) {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'before', run?.ref],
    queryFn: async ({ signal }) => {
      const { place = '', folder = '' } = run?.ref ?? {};
      const asked = {
        ...{ places: [place], folders: [folder], pipeline: run?.pipeline },
        // Many components may share a pipeline.
        component: run?.component,
        ...{ until: run?.createdAt ?? 0, limit: 1 },
      };
      const good = await api.listRuns({ ...asked, phases: ['succeeded'] }, { signal });
      if (good.items.length > 0) return good.items[0] ?? null;
      return (await api.listRuns(asked, { signal })).items[0] ?? null;
    },
    enabled: options.enabled && run?.pipeline !== undefined,
  });
}

/** What a step has written, up to now; or why nothing of it is to be had. */
export function useStepLog(ref: RunRef, at: { task: string; step?: string }) {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'log', ref, at],
    queryFn: async ({ signal }) => {
      const lines: string[] = [];
      let problem: string | undefined;
      const events = api.streamRunLogs(ref, { ...at, tailLines: LOG_LINES }, { signal });
      for await (const event of events) {
        if (event.type === 'lines') lines.push(...event.lines.map(({ text }) => text));
        if (event.type === 'problem') problem ??= event.reason;
        if (event.type === 'end' || lines.length >= LOG_LINES) break;
      }
      return { lines: lines.slice(0, LOG_LINES), ...(lines.length === 0 && { problem }) };
    },
    staleTime: Infinity,
  });
}
