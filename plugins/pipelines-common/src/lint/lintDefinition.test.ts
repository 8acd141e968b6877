import { findingPhrase, lintDefinition, referencedTasks } from './lintDefinition';
import type { TaskInterface, TaskLookup } from './LintFinding';

const SH = '#!/bin/sh\n';
const PINNED =
  'alpine:3.20@sha256:0000000000000000000000000000000000000000000000000000000000000000';

const TASKS: Readonly<Record<string, TaskInterface>> = {
  clone: {
    params: [{ name: 'url' }, { name: 'depth', default: '1' }],
    workspaces: [{ name: 'output', optional: false }],
    results: [{ name: 'commit' }],
  },
  build: {
    params: [{ name: 'args', type: 'array', default: [] }],
    workspaces: [{ name: 'source', optional: true }],
    results: [{ name: 'digest' }],
  },
};
const taskOf: TaskLookup = name => (Object.hasOwn(TASKS, name) ? TASKS[name] : 'missing');
const nobody: TaskLookup = () => undefined;

const clone = (over: object = {}) => ({
  name: 'fetch',
  taskRef: { name: 'clone' },
  params: [{ name: 'url', value: '$(params.repo)' }],
  workspaces: [{ name: 'output', workspace: 'shared' }],
  ...over,
});
const build = (over: object = {}) => ({ name: 'make', taskRef: { name: 'build' }, ...over });

function pipeline(spec: object) {
  return {
    ...{ apiVersion: 'tekton.dev/v1', kind: 'Pipeline', metadata: { name: 'p' } },
    spec: {
      params: [{ name: 'repo' }],
      workspaces: [{ name: 'shared' }],
      tasks: [clone()],
      ...spec,
    },
  };
}
function task(spec: object) {
  const steps = [{ name: 'run', image: PINNED, script: SH }];
  return { apiVersion: 'tekton.dev/v1', kind: 'Task', spec: { steps, ...spec } };
}
function step(over: object) {
  return task({ steps: [{ name: 'run', image: PINNED, ...over }] });
}

/** `severity path code` of each finding. */
function said(manifest: unknown, lookup: TaskLookup = taskOf) {
  return lintDefinition(manifest, { taskOf: lookup }).map(
    ({ severity, path, message }) => `${severity} ${path.slice(1).join('.')} ${message.code}`,
  );
}

it.each([
  ['a Pipeline', pipeline({})],
  ['a Task', task({})],
  [
    'all that a Pipeline may do',
    pipeline({
      tasks: [
        clone(),
        build({
          runAfter: ['fetch'],
          params: [{ name: 'args', value: ['$(tasks.fetch.results.commit)'] }],
          when: [
            { input: '$(tasks.fetch.results.commit)', operator: 'notin', values: [''] },
            { cel: '1 == 1' },
          ],
        }),
        build({ name: 'many', matrix: { params: [{ name: 'args', value: ['a', 'b'] }] } }),
        build({
          name: 'after',
          params: [{ name: 'args', value: '$(tasks.many.results.digest[*])' }],
        }),
      ],
      finally: [
        build({
          name: 'tell',
          params: [{ name: 'args', value: ['$(tasks.make.status)', '$(tasks.status)'] }],
        }),
      ],
      results: [
        { name: 'd', value: '$(finally.tell.results.digest)' },
        { name: 'e', value: '$(tasks.make.results.digest)' },
      ],
    }),
  ],
  [
    'a Task that is written into it, with what is handed down',
    pipeline({
      tasks: [
        {
          name: 'own',
          taskSpec: {
            steps: [
              { image: PINNED, script: `${SH}echo $(params.repo) > $(workspaces.shared.path)/x` },
            ],
          },
        },
      ],
    }),
  ],
  [
    'what a resolver fetches',
    pipeline({
      tasks: [
        clone(),
        {
          name: 'r',
          taskRef: { resolver: 'hub', params: [] },
          params: [{ name: 'x', value: '1' }],
        },
      ],
    }),
  ],
  [
    'what another controller runs',
    pipeline({
      tasks: [
        clone(),
        {
          name: 'wait',
          taskRef: { apiVersion: 'openshift-pipelines.org/v1alpha1', kind: 'ApprovalTask' },
        },
      ],
    }),
  ],
  [
    'what a Task reads and writes',
    task({
      params: [
        { name: 'a' },
        { name: 'o', type: 'object', properties: { k: {} } },
        { name: 'my.name' },
      ],
      workspaces: [{ name: 'w' }, { name: 'v' }, { name: 'u' }],
      results: [{ name: 'r' }, { name: 's' }],
      steps: [
        {
          image: PINNED,
          workspaces: [{ name: 'u' }],
          script: `${SH}cat /workspace/v/$(params.a) $(params.o.k) $(params["my.name"]) $(workspaces.w.path) > $(results.r.path); date > /tekton/results/s`,
        },
      ],
    }),
  ],
  ['other kinds', { apiVersion: 'v1', kind: 'Pod', spec: {} }],
  ['nothing', null],
])('has nothing to say of %s', (_, manifest) => {
  expect(said(manifest)).toEqual([]);
});

it('says nothing of Tasks that nobody could read', () => {
  const manifest = pipeline({
    tasks: [clone({ params: [{ name: 'x', value: '$(params.repo)' }] })],
  });
  expect(said(manifest, nobody)).toEqual([]);
});

it.each([
  ['a name twice', pipeline({ tasks: [clone(), clone()] }), ['error tasks.1.name lintTwice']],
  ['no task', pipeline({ tasks: [], params: [], workspaces: [] }), ['error  lintNoTasks']],
  [
    'a task of nothing',
    pipeline({ tasks: [clone(), { name: 'x' }] }),
    ['error tasks.1 lintNoTaskNamed'],
  ],
  [
    'a task of two',
    pipeline({ tasks: [clone({ taskSpec: { steps: [{ image: PINNED }] } })] }),
    ['error tasks.0 lintTwoTasksNamed'],
  ],
  [
    'ClusterTasks',
    pipeline({ tasks: [clone(), { name: 'x', taskRef: { kind: 'ClusterTask', name: 'c' } }] }),
    ['error tasks.1.taskRef.kind lintClusterTask'],
  ],
  [
    'an unknown Task',
    pipeline({ tasks: [clone(), { name: 'x', taskRef: { name: 'biuld' } }] }),
    ['error tasks.1.taskRef.name lintUnknownTask'],
  ],
  [
    'a missing parameter',
    pipeline({ params: [], tasks: [clone({ params: [] })] }),
    ['error tasks.0.params lintMissingParam'],
  ],
  [
    'a parameter for nobody',
    pipeline({ tasks: [clone(), build({ params: [{ name: 'x', value: '' }] })] }),
    ['warning tasks.1.params.0 lintIgnoredParam'],
  ],
  [
    'a text for a list',
    pipeline({ tasks: [clone(), build({ params: [{ name: 'args', value: 'a' }] })] }),
    ['error tasks.1.params.0.value lintParamType'],
  ],
  [
    'an undeclared parameter',
    pipeline({ tasks: [clone({ params: [{ name: 'url', value: '$(params.repos)' }] })] }),
    ['error tasks.0.params.0.value lintUndeclaredParam', 'warning params.0.name lintUnusedParam'],
  ],
  [
    'an unused workspace',
    pipeline({ workspaces: [{ name: 'shared' }, { name: 'idle' }] }),
    ['warning workspaces.1.name lintUnusedWorkspace'],
  ],
  [
    'an unbound workspace',
    pipeline({ workspaces: [], tasks: [clone({ workspaces: [] })] }),
    ['error tasks.0 lintUnboundWorkspace'],
  ],
  [
    'an undeclared workspace',
    pipeline({ workspaces: [] }),
    ['error tasks.0.workspaces.0.workspace lintNoPipelineWorkspace'],
  ],
  [
    'an optional workspace',
    pipeline({ workspaces: [{ name: 'shared', optional: true }] }),
    ['error tasks.0.workspaces.0.workspace lintOptionalWorkspace'],
  ],
  [
    'a workspace for nobody',
    pipeline({ tasks: [clone(), build({ workspaces: [{ name: 'x', workspace: 'shared' }] })] }),
    ['warning tasks.1.workspaces.0 lintIgnoredWorkspace'],
  ],
  [
    'a result of no task',
    pipeline({
      tasks: [
        clone(),
        build({ params: [{ name: 'args', value: ['$(tasks.fetsh.results.commit)'] }] }),
      ],
    }),
    ['error tasks.1.params.0.value.0 lintNoSuchTask'],
  ],
  [
    'no such result',
    pipeline({ results: [{ name: 'r', value: '$(tasks.fetch.results.digest)' }] }),
    ['error results.0.value lintNoSuchResult'],
  ],
  [
    'a result of itself',
    pipeline({
      tasks: [
        clone(),
        build({ params: [{ name: 'args', value: ['$(tasks.make.results.digest)'] }] }),
      ],
    }),
    ['error tasks.1.params.0.value.0 lintOfItself'],
  ],
  [
    'a result of finally',
    pipeline({
      finally: [
        build(),
        build({
          name: 'tell',
          params: [{ name: 'args', value: ['$(tasks.make.results.digest)'] }],
        }),
      ],
    }),
    ['error finally.1.params.0.value.0 lintOfFinally'],
  ],
  [
    'a status asked too early',
    pipeline({
      tasks: [clone(), build({ params: [{ name: 'args', value: ['$(tasks.fetch.status)'] }] })],
    }),
    ['error tasks.1.params.0.value.0 lintStatusInTasks'],
  ],
  [
    'finally in order',
    pipeline({ finally: [build({ runAfter: ['fetch'] })] }),
    ['error finally.0.runAfter lintFinallyOrder'],
  ],
  [
    'after nobody',
    pipeline({ tasks: [clone(), build({ runAfter: ['fech'] })] }),
    ['error tasks.1.runAfter.0 lintUnknownRunAfter'],
  ],
  [
    'a ring',
    pipeline({
      tasks: [
        clone({ runAfter: ['make'] }),
        build({ params: [{ name: 'args', value: ['$(tasks.fetch.results.commit)'] }] }),
      ],
    }),
    ['error tasks.0 lintCycle'],
  ],
  [
    'a task after itself',
    pipeline({ tasks: [clone({ runAfter: ['fetch'] })] }),
    ['error tasks.0 lintCycle'],
  ],
  [
    'half a condition',
    pipeline({ tasks: [clone({ when: [{ input: 'a' }] })] }),
    ['error tasks.0.when.0 lintWhenParts'],
  ],
  [
    'an odd operator',
    pipeline({ tasks: [clone({ when: [{ input: 'a', operator: 'eq', values: [] }] })] }),
    [
      'error tasks.0.when.0.operator lintWhenOperator',
      'error tasks.0.when.0.values lintWhenValues',
    ],
  ],
  [
    'a matrix over a parameter',
    pipeline({ tasks: [clone({ matrix: { params: [{ name: 'url', value: 'x' }] } })] }),
    [
      'error tasks.0.matrix.params.0 lintMatrixAndParam',
      'error tasks.0.matrix.params.0.value lintMatrixList',
    ],
  ],
  [
    'a large matrix',
    pipeline({
      tasks: [clone({ matrix: { params: [{ name: 'depth', value: Array(257).fill('1') }] } })],
    }),
    ['error tasks.0.matrix lintMatrixSize'],
  ],
  [
    'one result of a matrix',
    pipeline({
      tasks: [
        clone({ matrix: { params: [{ name: 'depth', value: ['1'] }] } }),
        build({ params: [{ name: 'args', value: ['$(tasks.fetch.results.commit)'] }] }),
      ],
    }),
    ['error tasks.1.params.0.value.0 lintMatrixResult'],
  ],
  ['no step', task({ steps: [] }), ['error  lintNoSteps']],
  ['no image', task({ steps: [{ name: 'a' }] }), ['error steps.0 lintNoImage']],
  ['latest', step({ image: 'alpine:latest' }), ['warning steps.0.image lintFloatingImage']],
  [
    'no tag at a port',
    step({ image: 'registry:5000/alpine' }),
    ['warning steps.0.image lintFloatingImage'],
  ],
  ['no digest', step({ image: 'alpine:3.20' }), ['info steps.0.image lintNoDigest']],
  [
    'script and command',
    step({ script: SH, command: ['a'] }),
    ['error steps.0.command lintScriptAndCommand'],
  ],
  ['no shebang', step({ script: 'echo' }), ['info steps.0.script lintNoShebang']],
  [
    'undeclared things of a Task',
    step({ script: `${SH}$(params.a) $(workspaces.w.path) $(results.r.path)` }),
    [
      'error steps.0.script lintUndeclaredParam',
      'error steps.0.script lintUndeclaredWorkspace',
      'error steps.0.script lintUndeclaredResult',
    ],
  ],
  [
    'unused things of a Task',
    task({ params: [{ name: 'a' }], workspaces: [{ name: 'w' }], results: [{ name: 'r' }] }),
    [
      'warning params.0.name lintUnusedParam',
      'warning workspaces.0.name lintUnusedWorkspace',
      'warning results.0.name lintUnwrittenResult',
    ],
  ],
  [
    'a Task written into a Pipeline',
    pipeline({
      tasks: [
        clone(),
        { name: 'own', taskSpec: { steps: [{ image: PINNED, script: `${SH}$(params.nobody)` }] } },
      ],
    }),
    ['error tasks.1.taskSpec.steps.0.script lintUndeclaredParam'],
  ],
])('finds %s', (_, manifest, expected) => {
  expect(said(manifest)).toEqual(expected);
});

it('says what was probably meant, and where to give what is missing', () => {
  const manifest = pipeline({ tasks: [clone(), build({ runAfter: ['fech'] })] });
  const [finding] = lintDefinition(manifest, { taskOf });
  expect(finding && findingPhrase(finding).text).toBe(
    'make runs after fech, which is no task of this Pipeline. Did you mean fetch?',
  );
  expect(referencedTasks(manifest)).toEqual(['build', 'clone']);
});

it('reads half of what somebody is writing', () => {
  for (const spec of [
    null,
    'x',
    [],
    { tasks: 'x' },
    { tasks: [null, 1, { params: {} }] },
    { steps: [[]] },
  ])
    for (const kind of ['Pipeline', 'Task'])
      expect(() =>
        lintDefinition({ apiVersion: 'tekton.dev/v1', kind, spec }, { taskOf }),
      ).not.toThrow();
});
