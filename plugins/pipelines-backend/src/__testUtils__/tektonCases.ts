import type { CANCEL_MODES } from '@kubemate/plugin-pipelines-common';

/** A PipelineRun, and what the portal must tell of it at its end, whoever runs it. */
export interface TektonCase {
  /** A sentence; the PipelineRun's name is made from it. */
  readonly title: string;
  readonly name: string;
  readonly spec: object;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Cancelled so, as soon as its task `long` runs. */
  readonly cancel?: (typeof CANCEL_MODES)[number];
}

const image = 'registry.example.com/shell:1';

const steps = (script: string) => ({ steps: [{ name: 'work', image, script }] });
const task = (name: string, script: string, more: object = {}) => ({
  ...{ name, taskSpec: steps(script) },
  ...more,
});
const writes = (...results: string[]) => results.map(name => ({ name }));
/** Longer than any test waits; what ends it is what is tested. */
const FOR_EVER = 'sleep 3000';
const notify = task('notify', 'echo told');

/** Tasks and Pipelines that cases refer to. */
export const SHARED_TASK = {
  apiVersion: 'tekton.dev/v1',
  kind: 'Task',
  metadata: { name: 'speak' },
  spec: { params: [{ name: 'word', default: 'hello' }], ...steps('echo $(params.word)') },
};

export const SHARED_PIPELINE = {
  apiVersion: 'tekton.dev/v1',
  kind: 'Pipeline',
  metadata: { name: 'greet' },
  spec: {
    params: [{ name: 'whom' }],
    workspaces: [{ name: 'shared' }],
    tasks: [
      {
        name: 'speak',
        taskRef: { name: 'speak' },
        params: [{ name: 'word', value: '$(params.whom)' }],
      },
    ],
  },
};

const RUNS_TO_AN_END: readonly TektonCase[] = [
  {
    title: 'succeeds: results flow on, into the finally task and out of the run',
    name: 'case-success',
    labels: { 'app.kubernetes.io/name': 'checkout' },
    annotations: { 'pipelinesascode.tekton.dev/sha': 'c0ffee' },
    spec: {
      params: [
        { name: 'revision', value: 'main' },
        { name: 'tags', value: ['a', 'b'] },
      ],
      workspaces: [{ name: 'source', emptyDir: {} }],
      pipelineSpec: {
        params: [{ name: 'revision' }, { name: 'tags', type: 'array' }],
        workspaces: [{ name: 'source' }],
        tasks: [
          {
            name: 'version',
            workspaces: [{ name: 'source' }],
            taskSpec: {
              results: writes('IMAGE_URL', 'IMAGE_DIGEST'),
              workspaces: [{ name: 'source' }],
              steps: [
                {
                  name: 'url',
                  image,
                  script: 'echo -n shop/web:$(params.revision) > $(results.IMAGE_URL.path)',
                },
                {
                  name: 'digest',
                  image,
                  script: 'echo -n sha256:1234 | tee $(results.IMAGE_DIGEST.path)',
                },
              ],
            },
          },
          {
            name: 'say',
            taskRef: { name: 'speak' },
            params: [{ name: 'word', value: '$(tasks.version.results.IMAGE_URL)' }],
          },
        ],
        finally: [
          {
            name: 'notify',
            taskRef: { name: 'speak' },
            params: [{ name: 'word', value: '$(tasks.status) $(tasks.say.status)' }],
          },
        ],
        results: [{ name: 'url', value: '$(tasks.version.results.IMAGE_URL)' }],
      },
    },
  },
  {
    title: 'fails with a step: later steps and tasks are skipped, the finally task runs',
    name: 'case-failure',
    spec: {
      pipelineSpec: {
        tasks: [
          {
            name: 'build',
            taskSpec: {
              steps: [
                { name: 'compile', image, script: 'echo broken\nexit 3' },
                { name: 'push', image, script: 'echo never' },
              ],
            },
          },
          task('deploy', 'echo never', { runAfter: ['build'] }),
        ],
        finally: [notify],
      },
    },
  },
  {
    title: 'tries a task again until it succeeds',
    name: 'case-retried',
    spec: {
      pipelineSpec: {
        tasks: [task('flaky', '[ $(context.task.retry-count) = 2 ] || exit 4', { retries: 3 })],
      },
    },
  },
  {
    title: 'fails when all tries are used up',
    name: 'case-retried-in-vain',
    spec: { pipelineSpec: { tasks: [task('hopeless', 'exit 5', { retries: 1 })] } },
  },
  {
    title: 'goes on after a task and after a step that may fail',
    name: 'case-goes-on',
    spec: {
      pipelineSpec: {
        tasks: [
          task('lint', 'exit 1', { onError: 'continue' }),
          {
            name: 'test',
            runAfter: ['lint'],
            taskSpec: {
              steps: [
                { name: 'flaky', image, script: 'exit 2', onError: 'continue' },
                { name: 'report', image, script: 'echo report' },
              ],
            },
          },
        ],
      },
    },
  },
  {
    title: 'runs a matrix with its include, and hands its results on',
    name: 'case-matrix',
    spec: {
      pipelineSpec: {
        tasks: [
          {
            name: 'build',
            matrix: {
              params: [
                { name: 'os', value: ['linux', 'mac'] },
                { name: 'cpu', value: ['amd', 'arm'] },
              ],
              include: [
                {
                  name: 'signed',
                  params: [
                    { name: 'os', value: 'mac' },
                    { name: 'sign', value: 'yes' },
                  ],
                },
                {
                  name: 'bsd',
                  params: [{ name: 'os', value: 'bsd' }],
                },
              ],
            },
            taskSpec: {
              params: [
                { name: 'os' },
                { name: 'cpu', default: 'any' },
                { name: 'sign', default: 'no' },
              ],
              results: writes('file'),
              ...steps('echo -n $(params.os)-$(params.cpu) | tee $(results.file.path)'),
            },
          },
          {
            name: 'publish',
            params: [{ name: 'files', value: '$(tasks.build.results.file[*])' }],
            taskSpec: {
              params: [{ name: 'files', type: 'array' }],
              steps: [{ name: 'work', image, command: ['echo'], args: ['$(params.files[*])'] }],
            },
          },
        ],
      },
    },
  },
  {
    title: 'skips what its when expressions leave out, and what needs a result of that',
    name: 'case-when',
    spec: {
      params: [{ name: 'branch', value: 'feature' }],
      pipelineSpec: {
        params: [{ name: 'branch' }],
        tasks: [
          {
            name: 'release',
            when: [{ input: '$(params.branch)', operator: 'in', values: ['main', 'stable'] }],
            taskSpec: {
              results: writes('tag'),
              ...steps('echo -n 1 | tee $(results.tag.path)'),
            },
          },
          task('after', 'echo after', { runAfter: ['release'] }),
          {
            name: 'announce',
            params: [{ name: 'tag', value: '$(tasks.release.results.tag)' }],
            taskSpec: { params: [{ name: 'tag' }], ...steps('echo $(params.tag)') },
          },
          task('test', 'echo test', {
            when: [{ input: '$(params.branch)', operator: 'notin', values: ['main'] }],
          }),
        ],
        finally: [
          task('page', 'echo page', {
            when: [{ input: '$(tasks.status)', operator: 'in', values: ['Failed'] }],
          }),
        ],
      },
    },
  },
];

const TIMEOUTS: readonly TektonCase[] = [
  {
    title: 'ends when the time of the run is up',
    name: 'case-run-timeout',
    spec: {
      timeouts: { pipeline: '30s' },
      pipelineSpec: {
        tasks: [task('long', FOR_EVER), task('next', 'echo never', { runAfter: ['long'] })],
      },
    },
  },
  {
    title: 'ends with the time of its tasks, without its finally task',
    name: 'case-tasks-timeout',
    spec: {
      timeouts: { pipeline: '1m0s', tasks: '30s' },
      pipelineSpec: {
        tasks: [task('long', FOR_EVER), task('next', 'echo never', { runAfter: ['long'] })],
        finally: [notify],
      },
    },
  },
  {
    title: 'fails when the time of a task is up',
    name: 'case-task-timeout',
    spec: { pipelineSpec: { tasks: [task('long', FOR_EVER, { timeout: '30s' })] } },
  },
  {
    title: 'fails when the time of a step is up',
    name: 'case-step-timeout',
    spec: {
      pipelineSpec: {
        tasks: [
          {
            name: 'slow',
            taskSpec: {
              steps: [
                { name: 'wait', image, script: FOR_EVER, timeout: '2s' },
                { name: 'after', image, script: 'echo never' },
              ],
            },
          },
        ],
      },
    },
  },
];

const cancelled = (long: object) => ({
  pipelineSpec: {
    tasks: [long, task('next', 'echo never', { runAfter: ['long'] })],
    finally: [notify],
  },
});

const CANCELLED: readonly TektonCase[] = [
  {
    title: 'is cancelled at once',
    name: 'case-cancelled',
    cancel: 'Cancelled',
    spec: cancelled(task('long', FOR_EVER)),
  },
  {
    title: 'is cancelled, but for its finally task',
    name: 'case-cancelled-finally',
    cancel: 'CancelledRunFinally',
    spec: cancelled(task('long', FOR_EVER)),
  },
];

const workspaces = [{ name: 'shared', emptyDir: {} }];

const INVALID: readonly TektonCase[] = [
  {
    title: 'does not begin without a parameter',
    name: 'case-no-param',
    spec: { pipelineRef: { name: 'greet' }, workspaces },
  },
  {
    title: 'does not begin without a workspace',
    name: 'case-no-workspace',
    spec: { pipelineRef: { name: 'greet' }, params: [{ name: 'whom', value: 'you' }] },
  },
  {
    title: 'does not begin without its Pipeline',
    name: 'case-no-pipeline',
    spec: { pipelineRef: { name: 'nowhere' } },
  },
  {
    title: 'does not begin when a Task is not there',
    name: 'case-no-task',
    spec: {
      pipelineSpec: {
        tasks: [{ name: 'first', taskRef: { name: 'nowhere' } }, task('second', 'echo never')],
      },
    },
  },
  {
    title: 'fails when a task wrote no result that a later one needs',
    name: 'case-no-result',
    spec: {
      pipelineSpec: {
        tasks: [
          { name: 'first', taskSpec: { results: writes('tag'), ...steps('echo nothing') } },
          {
            name: 'second',
            params: [{ name: 'tag', value: '$(tasks.first.results.tag)' }],
            taskSpec: { params: [{ name: 'tag' }], ...steps('echo $(params.tag)') },
          },
        ],
      },
    },
  },
];

/** Within so many seconds a test has stopped a run, also on a machine that is busy. */
const TO_STOP_SECONDS = 20;

const stopped = (speed: number): TektonCase => ({
  title: 'is stopped: what runs may end, then comes the finally task',
  name: 'case-stopped-finally',
  cancel: 'StoppedRunFinally',
  spec: cancelled(task('long', `sleep ${TO_STOP_SECONDS * speed}`)),
});

/** Those that time decides come first: they are started while little else runs. */
export const tektonCases = ({ speed }: { speed: number }) => [
  ...[...TIMEOUTS, ...CANCELLED, stopped(speed)],
  ...[...RUNS_TO_AN_END, ...INVALID],
];
