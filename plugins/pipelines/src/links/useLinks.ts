import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { DefinitionRef, RunRef, WorkloadRef } from '@kubemate/plugin-pipelines-common';
import { useMemo } from 'react';
import {
  approvalsRouteRef,
  boardRouteRef,
  compareRouteRef,
  componentBoardRouteRef,
  definitionRouteRef,
  definitionsRouteRef,
  flowRouteRef,
  freezesRouteRef,
  objectRouteRef,
  pipelinesRouteRef,
  runRouteRef,
  triggersRouteRef,
} from '../routes';

/** Addresses that the screens lead to; those of other plugins are absent where they are not installed. */
export interface Links {
  runs(filter?: Readonly<Record<string, string>>): string;
  run(ref: RunRef): string;
  /** Runs as `runAddress` writes them; without an earlier one the page finds it. */
  compare(later: string, earlier?: string): string;
  definitions(): string;
  triggers(): string;
  definition(ref: DefinitionRef, kind?: 'Pipeline' | 'Task'): string;
  board(): string;
  /** By entity ref: `component:default/cart`. */
  componentBoard(component: string): string;
  approvals(): string;
  freezes(): string;
  flow(): string;
  /** A workload of an environment. */
  workload(ref: WorkloadRef): string | undefined;
  /** The YAML of a run or a definition of Tekton. */
  yaml(
    resource: 'pipelineruns' | 'taskruns' | 'pipelines' | 'tasks',
    ref: DefinitionRef,
  ): string | undefined;
}

export function useLinks(): Links {
  const runs = useRouteRef(pipelinesRouteRef);
  const run = useRouteRef(runRouteRef);
  const compare = useRouteRef(compareRouteRef);
  const definitions = useRouteRef(definitionsRouteRef);
  const triggers = useRouteRef(triggersRouteRef);
  const definition = useRouteRef(definitionRouteRef);
  const object = useRouteRef(objectRouteRef);
  const promotion = usePromotionLinks();
  return useMemo(
    () => ({
      runs: (filter = {}) => {
        const query = new URLSearchParams(filter).toString();
        return `${runs?.() ?? '/'}${query === '' ? '' : `?${query}`}`;
      },
      run: ({ engine, place, folder, name }) => run?.({ engine, place, folder, name }) ?? '/',
      compare: (b, a) => {
        const query = new URLSearchParams({ ...(a !== undefined && { a }), b });
        return `${compare?.() ?? '/'}?${query.toString()}`;
      },
      definitions: () => definitions?.() ?? '/',
      triggers: () => triggers?.() ?? '/',
      definition: ({ place, folder, name }, kind = 'Pipeline') => {
        const path = definition?.({ place, folder, name }) ?? '/';
        return kind === 'Pipeline' ? path : `${path}?kind=${kind}`;
      },
      ...promotion,
      workload: ({ cluster, apiVersion, kind, namespace, name }) => {
        const [group, version] = apiVersion.split('/');
        return object?.({
          ...{ cluster, namespace, name },
          resource: `${kind.toLowerCase()}s.${version}.${group}`,
        });
      },
      yaml: (resource, { place, folder, name }) => {
        const target = { cluster: place, namespace: folder, name };
        const path = object?.({ ...target, resource: `${resource}.v1.tekton.dev` });
        return path && `${path}?tab=yaml`;
      },
    }),
    [runs, run, compare, definitions, triggers, definition, object, promotion],
  );
}

function usePromotionLinks() {
  const board = useRouteRef(boardRouteRef);
  const componentBoard = useRouteRef(componentBoardRouteRef);
  const approvals = useRouteRef(approvalsRouteRef);
  const freezes = useRouteRef(freezesRouteRef);
  const flow = useRouteRef(flowRouteRef);
  return useMemo(
    () => ({
      board: () => board?.() ?? '/',
      componentBoard: (component: string) => {
        const [kind = '', namespace = '', name = ''] = component.split(/[:/]/);
        return componentBoard?.({ kind, namespace, name }) ?? '/';
      },
      approvals: () => approvals?.() ?? '/',
      freezes: () => freezes?.() ?? '/',
      flow: () => flow?.() ?? '/',
    }),
    [board, componentBoard, approvals, freezes, flow],
  );
}
