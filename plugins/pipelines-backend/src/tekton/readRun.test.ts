import type { KubeObject } from '@kubemate/kube-common';
import {
  at,
  child,
  endedStep,
  pipelineRun,
  succeeded,
  taskRun,
} from '../__testUtils__/tektonObjects';
import { readRun } from './readRun';

const spec = {
  tasks: [
    { name: 'fetch', taskRef: { name: 'git-clone', kind: 'Task' } },
    { name: 'test', runAfter: ['fetch'] },
    { name: 'image', params: [{ name: 'commit', value: '$(tasks.fetch.results.commit)' }] },
    {
      name: 'deploy',
      runAfter: ['image', 'test'],
      when: [{ input: '$(params.branch)', operator: 'in', values: ['main'] }],
    },
  ],
  finally: [{ name: 'notify' }],
};

function read(run: KubeObject, children: KubeObject[] = []) {
  return readRun(run, { cluster: 'dev', children });
}

function ranTask(name: string, from: number, to: number, fields: object = {}) {
  return taskRun(name, {
    status: {
      ...succeeded('True', 'Succeeded'),
      startTime: at(from),
      completionTime: at(to),
      podName: `${name}-pod`,
      ...fields,
    },
  });
}

const finished = pipelineRun('build-1', {
  spec: {
    pipelineRef: { name: 'build' },
    params: [{ name: 'branch', value: 'fix' }],
    workspaces: [{ name: 'source', persistentVolumeClaim: { claimName: 'pvc-1' } }],
  },
  status: {
    ...succeeded('True', 'Completed', 'Tasks Completed: 4 (Failed: 0, Cancelled 0), Skipped: 1'),
    startTime: at(1),
    completionTime: at(90),
    pipelineSpec: spec,
    childReferences: [
      child('build-1-fetch', 'fetch'),
      child('build-1-test', 'test'),
      child('build-1-image', 'image'),
      child('build-1-notify', 'notify'),
    ],
    skippedTasks: [
      {
        name: 'deploy',
        reason: 'When Expressions evaluated to false',
        whenExpressions: [{ input: 'fix', operator: 'in', values: ['main'] }],
      },
    ],
  },
});

describe('a run that has ended', () => {
  const run = read(finished, [
    ranTask('build-1-fetch', 1, 10, {
      results: [{ name: 'commit', type: 'string', value: 'abc' }],
    }),
    ranTask('build-1-test', 10, 80, { retriesStatus: [{}] }),
    ranTask('build-1-image', 10, 40, {
      steps: [endedStep('build', 0, { from: 12, to: 39, terminationReason: 'Completed' })],
      results: [
        { name: 'IMAGE_URL', type: 'string', value: 'registry.example/shop' },
        { name: 'IMAGE_DIGEST', type: 'string', value: 'sha256:abc' },
      ],
    }),
    ranTask('build-1-notify', 80, 90),
  ]);
  const node = (id: string) => run.graph.nodes.find(each => each.id === id);

  it('tells what it was and made', () => {
    expect(run).toMatchObject({
      ref: { engine: 'tekton', place: 'dev', folder: 'shop', name: 'build-1' },
      pipeline: 'build',
      phase: 'succeeded',
      tasks: { total: 5, done: 5, failed: 0 },
      params: [{ name: 'branch', value: 'fix' }],
      workspaces: [{ name: 'source', binding: 'persistentVolumeClaim pvc-1' }],
      artifacts: [{ uri: 'registry.example/shop', digest: 'sha256:abc' }],
    });
    expect(run.failure).toBeUndefined();
  });

  it('draws its order', () => {
    expect(run.graph.edges).toEqual([
      { from: 'fetch', to: 'test' },
      { from: 'fetch', to: 'image' },
      { from: 'image', to: 'deploy' },
      { from: 'test', to: 'deploy' },
      { from: 'deploy', to: 'notify' },
    ]);
  });

  it('says why a task was skipped, in the values that were compared', () => {
    expect(node('deploy')).toMatchObject({ phase: 'skipped', when: '"fix" in ["main"]' });
  });

  it('marks the chain that it took so long for, over skipped tasks', () => {
    const path = run.graph.nodes.filter(({ isCritical }) => isCritical).map(({ id }) => id);
    expect(path).toEqual(['fetch', 'test', 'notify']);
  });

  it('has steps, pods and retries of its tasks', () => {
    expect(node('test')).toMatchObject({ retries: 1, pod: 'build-1-test-pod' });
    expect(node('image')?.steps).toMatchObject([
      { name: 'build', phase: 'succeeded', exitCode: 0, startedAt: Date.parse(at(12)) },
    ]);
    expect(node('notify')?.kind).toBe('finally');
  });
});

describe('a run that goes on', () => {
  const running = (tasks: object[], childReferences: object[] = []) =>
    pipelineRun('r', {
      status: {
        ...succeeded(
          'Unknown',
          'Running',
          'Tasks Completed: 0 (Failed: 0, Cancelled 0), Incomplete: 1, Skipped: 0',
        ),
        startTime: at(0),
        pipelineSpec: { tasks },
        childReferences,
      },
    });

  it('shows each combination of a matrix, in order', () => {
    const tasks = [
      { name: 'fetch' },
      {
        name: 'test',
        runAfter: ['fetch'],
        matrix: { params: [{ name: 'os', value: ['a', 'b'] }] },
      },
    ];
    const references = ['r-test-10', 'r-test-2', 'r-test-0'].map(name => child(name, 'test'));
    const { graph } = read(running(tasks, references), [
      taskRun('r-test-2', { spec: { params: [{ name: 'os', value: 'b' }] } }),
    ]);
    expect(graph.nodes.map(({ id, taskRun: name }) => [id, name])).toEqual([
      ['fetch', undefined],
      ['test[0]', 'r-test-0'],
      ['test[1]', 'r-test-2'],
      ['test[2]', 'r-test-10'],
    ]);
    expect(graph.nodes[2]?.params).toEqual([{ name: 'os', value: 'b' }]);
    expect(graph.edges).toHaveLength(3);
  });

  it('tells custom tasks, nested pipelines and approvals', () => {
    const tasks = [
      { name: 'wait', taskRef: { apiVersion: 'wait.testing/v1alpha1', kind: 'Wait' } },
      { name: 'inner', pipelineRef: { name: 'other' } },
      { name: 'made', taskRef: { apiVersion: 'wait.testing/v1alpha1', kind: 'Wait' } },
      {
        name: 'approve',
        taskRef: { apiVersion: 'openshift-pipelines.org/v1alpha1', kind: 'ApprovalTask' },
      },
    ];
    const children = [
      child('r-approve', 'approve', 'CustomRun'),
      child('r-made', 'made', 'CustomRun'),
    ];
    const run = read(running(tasks, children), [
      taskRun('r-approve', { status: { ...succeeded('Unknown', 'Running'), startTime: at(1) } }),
      taskRun('r-made', {}),
    ]);
    expect(run.graph.nodes.map(({ kind, phase }) => [kind, phase])).toEqual([
      ['custom', 'pending'],
      ['pipeline', 'pending'],
      ['custom', 'running'],
      ['custom', 'waiting'],
    ]);
    expect(run.graph.nodes.map(node => node.taskRun)).toEqual(Array(4).fill(undefined));
    expect(run.phase).toBe('waiting');
  });

  it('counts by the message until its tasks are known', () => {
    expect(read(pipelineRun('r')).phase).toBe('pending');
    expect(read(pipelineRun('r')).tasks).toEqual({ total: 0, done: 0, failed: 0 });
  });
});

describe('what a task was made of', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const nodeOf = (fields: { spec?: object; status?: object }) => {
    const task = taskRun('build-1-fetch', {
      ...(fields.spec && { spec: fields.spec }),
      status: { ...succeeded('True', 'Succeeded'), ...fields.status },
    });
    return read(finished, [task]).graph.nodes.find(({ id }) => id === 'fetch');
  };

  it.each([
    [{ taskRef: { name: 'git-clone', kind: 'Task' } }, undefined, 'Task git-clone'],
    [{ taskRef: { name: 'git-clone' } }, undefined, 'Task git-clone'],
    [
      { taskRef: { resolver: 'git', params: [{ name: 'revision', value: 'main' }] } },
      { provenance: { refSource: { digest: { sha1: '4f2a' } } } },
      'git revision=main@sha1:4f2a',
    ],
    [{}, undefined, undefined],
  ])('of %j is told', (made, status, uses) => {
    expect(nodeOf({ spec: made, status })?.uses).toBe(uses);
  });

  it.each([
    [
      'a digest that the node told',
      'r/git:1',
      `docker-pullable://r/git@${digest}`,
      `r/git:1@${digest}`,
    ],
    ['a name that has its digest', `r/git@${digest}`, `r/git@${digest}`, `r/git@${digest}`],
    ['no digest yet', 'r/git:1', undefined, 'r/git:1'],
    ['parameters in the name', 'r/git:$(params.v)', `r/git@${digest}`, `r/git@${digest}`],
    ['no name', undefined, `docker.io/r/git@${digest}`, `docker.io/r/git@${digest}`],
  ])('has images with %s', (_, image, imageID, shown) => {
    const status = {
      steps: [{ ...endedStep('clone', 0), imageID }],
      taskSpec: { steps: [{ name: 'clone', image }] },
    };
    expect(nodeOf({ status })?.steps[0]?.image).toBe(shown);
  });
});
