import type { KubeObject } from '@kubemate/kube-common';
import type { CreateWrite } from '@kubemate/kube-node';
import { diffObjects } from '@kubemate/operations-node';
import type { OperationContext, RunContext, RunOutcome } from '@kubemate/operations-node';
import { API_VERSION, PIPELINE_RUNS } from '../tekton/kinds';

/** Names end with five characters that the API server adds; 63 at most, for they stand in labels. */
const MAX_PREFIX = 57;

export interface NewRun {
  readonly cluster: string;
  readonly namespace: string;
  /** Begins its name. */
  readonly prefix: string;
  /** The whole of it, where it is not left to the API server. */
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: unknown;
}

interface Started {
  readonly write: CreateWrite;
}

/** The write that makes a run, tried without making it. */
export async function planNewRun(
  { cluster, namespace, prefix, name, labels, annotations, spec }: NewRun,
  { kube, viewer, signal }: OperationContext,
) {
  const generateName = `${prefix.slice(0, MAX_PREFIX)}-`;
  const object = {
    apiVersion: API_VERSION,
    kind: 'PipelineRun',
    metadata: {
      ...(name === undefined ? { generateName } : { name }),
      namespace,
      labels,
      annotations: { ...annotations, 'kubemate.io/started-by': viewer.userEntityRef },
    },
    spec,
  };
  const write: CreateWrite = {
    ...{ cluster, namespace, resource: PIPELINE_RUNS, object, signal },
    verb: 'create',
  };
  const { object: after, warnings } = await kube.write({ ...write, dryRun: true }, viewer);
  const target = { cluster, namespace, apiVersion: API_VERSION, kind: 'PipelineRun' };
  return {
    // Each trial gets another name.
    diff: [
      diffObjects({ ...target, name: name ?? generateName }, { after: after && unnamed(after) }),
    ],
    warnings: [...warnings],
    state: { write },
  };
}

function unnamed(object: KubeObject): KubeObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, name: metadata.generateName ?? metadata.name } };
}

/** Makes the run of the plan. */
export async function startNewRun({
  state,
  kube,
  viewer,
}: RunContext<Started>): Promise<RunOutcome> {
  const { object, warnings } = await kube.write(state.write, viewer);
  const { cluster, namespace } = state.write;
  const run = { engine: 'tekton', place: cluster, folder: namespace, name: object?.metadata.name };
  return { warnings, output: { run } };
}
