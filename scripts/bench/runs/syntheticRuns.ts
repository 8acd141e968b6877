const TASKS = ['fetch', 'lint', 'unit-tests', 'build-image', 'scan', 'deploy'];

/** A run of a Pipeline of six tasks and a finally task, as a service's build makes it; every tenth failed. */
export function syntheticRun(at: number) {
  const pipeline = `build-${at % 40}`;
  const name = `${pipeline}-${at.toString(36).padStart(5, '0')}`;
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name,
      labels: { 'tekton.dev/pipeline': pipeline, 'app.kubernetes.io/name': `service-${at % 40}` },
      annotations: {
        'pipelinesascode.tekton.dev/repo-url': `https://git.example.com/shop/service-${at % 40}`,
        'pipelinesascode.tekton.dev/branch': at % 3 === 0 ? 'main' : `feature-${at % 200}`,
        'pipelinesascode.tekton.dev/sha': at.toString(16).padStart(40, 'c0ffee'),
        'pipelinesascode.tekton.dev/sender': `developer-${at % 60}`,
      },
    },
    spec: {
      pipelineRef: { name: pipeline },
      params: [
        { name: 'repo-url', value: `https://git.example.com/shop/service-${at % 40}` },
        { name: 'revision', value: 'main' },
        { name: 'image', value: `registry.example.com/shop/service-${at % 40}` },
      ],
      workspaces: [{ name: 'source', emptyDir: {} }],
      taskRunTemplate: { serviceAccountName: 'builder' },
    },
    status: statusOf(name, at),
  };
}

function statusOf(name: string, at: number) {
  const began = Date.UTC(2026, 0, 1) + at * 60_000;
  const time = (seconds: number) => new Date(began + seconds * 1000).toISOString().slice(0, 19);
  const failed = at % 10 === 0 ? 1 : 0;
  return {
    startTime: `${time(0)}Z`,
    completionTime: `${time(120 + (at % 300))}Z`,
    conditions: [
      {
        type: 'Succeeded',
        status: failed ? 'False' : 'True',
        reason: failed ? 'Failed' : 'Succeeded',
        message: `Tasks Completed: 7 (Failed: ${failed}, Cancelled 0), Skipped: 0`,
        lastTransitionTime: `${time(120 + (at % 300))}Z`,
      },
    ],
    // No references to TaskRuns: none are made here, and each would be listed for nothing.
    results: [
      { name: 'IMAGE_URL', value: `registry.example.com/shop/service-${at % 40}:1.${at}` },
      { name: 'IMAGE_DIGEST', value: `sha256:${at.toString(16).padStart(64, '5b1e9c0d')}` },
    ],
    pipelineSpec: {
      params: ['repo-url', 'revision', 'image'].map(param => ({ name: param, type: 'string' })),
      workspaces: [{ name: 'source' }],
      tasks: TASKS.map((task, index) => taskOf(task, TASKS.slice(index - 1, index))),
      finally: [taskOf('notify', [])],
    },
  };
}

function taskOf(name: string, runAfter: readonly string[]) {
  return {
    ...{ name, runAfter, taskRef: { kind: 'Task', name } },
    params: [
      { name: 'revision', value: '$(params.revision)' },
      { name: 'image', value: '$(params.image)' },
    ],
    workspaces: [{ name: 'source', workspace: 'source' }],
  };
}
