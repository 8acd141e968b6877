import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { DefinitionRef, RunRef } from '@kubemate/plugin-pipelines-common';
import { useMemo } from 'react';
import {
  definitionRouteRef,
  definitionsRouteRef,
  objectRouteRef,
  pipelinesRouteRef,
  runRouteRef,
} from '../routes';

/** Addresses that the screens lead to; those of other plugins are absent where they are not installed. */
export interface Links {
  runs(filter?: Readonly<Record<string, string>>): string;
  run(ref: RunRef): string;
  definitions(): string;
  definition(ref: DefinitionRef, kind?: 'Pipeline' | 'Task'): string;
  /** The YAML of a run or a definition of Tekton. */
  yaml(
    resource: 'pipelineruns' | 'taskruns' | 'pipelines' | 'tasks',
    ref: DefinitionRef,
  ): string | undefined;
}

export function useLinks(): Links {
  const runs = useRouteRef(pipelinesRouteRef);
  const run = useRouteRef(runRouteRef);
  const definitions = useRouteRef(definitionsRouteRef);
  const definition = useRouteRef(definitionRouteRef);
  const object = useRouteRef(objectRouteRef);
  return useMemo(
    () => ({
      runs: (filter = {}) => {
        const query = new URLSearchParams(filter).toString();
        return `${runs?.() ?? '/'}${query === '' ? '' : `?${query}`}`;
      },
      run: ({ engine, place, folder, name }) => run?.({ engine, place, folder, name }) ?? '/',
      definitions: () => definitions?.() ?? '/',
      definition: ({ place, folder, name }, kind = 'Pipeline') => {
        const path = definition?.({ place, folder, name }) ?? '/';
        return kind === 'Pipeline' ? path : `${path}?kind=${kind}`;
      },
      yaml: (resource, { place, folder, name }) => {
        const target = { cluster: place, namespace: folder, name };
        const path = object?.({ ...target, resource: `${resource}.v1.tekton.dev` });
        return path && `${path}?tab=yaml`;
      },
    }),
    [runs, run, definitions, definition, object],
  );
}
