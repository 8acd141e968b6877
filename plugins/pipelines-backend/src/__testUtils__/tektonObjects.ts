import type { Condition, KubeObject } from '@kubemate/kube-common';

type Fields = Readonly<Record<string, unknown>>;

let count = 0;

function objectOf(
  kind: string,
  name: string,
  { labels, annotations, ...fields }: Fields,
): KubeObject {
  count += 1;
  return {
    apiVersion: 'tekton.dev/v1',
    kind,
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${count}`,
      resourceVersion: String(count),
      creationTimestamp: at(0),
      ...(labels === undefined ? {} : { labels: Object(labels) }),
      ...(annotations === undefined ? {} : { annotations: Object(annotations) }),
    },
    ...fields,
  };
}

/** Seconds after the run was made, as the API server writes times. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 2, 1, 10, 0, seconds)).toISOString().replace('.000', '');
}

export function succeeded(
  status: Condition['status'],
  reason: string,
  message = reason,
): { conditions: Condition[] } {
  return { conditions: [{ type: 'Succeeded', status, reason, message }] };
}

export function pipelineRun(name: string, fields: Fields = {}): KubeObject {
  return objectOf('PipelineRun', name, fields);
}

export function taskRun(name: string, fields: Fields = {}): KubeObject {
  return objectOf('TaskRun', name, fields);
}

/** As in `status.childReferences` of a PipelineRun. */
export function child(name: string, pipelineTaskName: string, kind = 'TaskRun') {
  return { apiVersion: 'tekton.dev/v1', kind, name, pipelineTaskName };
}

/** An entry of a TaskRun's `status.steps` that has ended. */
export function endedStep(name: string, exitCode: number, fields: Fields = {}) {
  const {
    reason = exitCode === 0 ? 'Completed' : 'Error',
    terminationReason,
    from = 0,
    to = 5,
  } = fields;
  return {
    name,
    container: `step-${name}`,
    ...(terminationReason === undefined ? {} : { terminationReason }),
    terminated: { exitCode, reason, startedAt: at(Number(from)), finishedAt: at(Number(to)) },
  };
}
