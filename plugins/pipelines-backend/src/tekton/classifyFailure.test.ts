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

function failureOf(taskStatus: object, runReason = 'Failed', children: KubeObject[] = []) {
  const run = pipelineRun('r', {
    status: {
      ...succeeded('False', runReason, `the run ended: ${runReason}`),
      startTime: at(0),
      completionTime: at(60),
      pipelineSpec: { tasks: [{ name: 'build' }, { name: 'later' }] },
      childReferences: [child('r-build', 'build'), child('r-later', 'later')],
    },
  });
  const build = taskRun('r-build', {
    status: { startTime: at(1), completionTime: at(20), ...taskStatus },
  });
  return readRun(run, { cluster: 'dev', children: [build, ...children] }).failure;
}

describe('the cause of a failure', () => {
  it.each([
    [
      'a step that exits with an error',
      {
        ...succeeded('False', 'Failed', '"step-compile" exited with code 2: Error'),
        steps: [endedStep('fetch', 0), endedStep('compile', 2, { terminationReason: 'Error' })],
      },
      { cause: 'step-failed', task: 'build', step: 'compile', exitCode: 2 },
    ],
    [
      'a step out of memory',
      {
        ...succeeded('False', 'Failed', '"step-compile" exited with code 137: OOMKilled'),
        steps: [endedStep('compile', 137, { reason: 'OOMKilled' })],
      },
      { cause: 'oom', step: 'compile', exitCode: 137 },
    ],
    [
      'an image that is not there',
      succeeded('False', 'TaskRunImagePullFailed', 'The step "compile" failed to pull the image'),
      { cause: 'image-pull' },
    ],
    [
      'a quota',
      succeeded('False', 'PodCreationFailed', 'pods "x" is forbidden: exceeded quota: compute'),
      { cause: 'quota' },
    ],
    [
      'nodes without room',
      succeeded('False', 'ExceededNodeResources', 'TaskRun Pod exceeded available resources'),
      { cause: 'unschedulable' },
    ],
    [
      'a time limit of the task',
      succeeded('False', 'TaskRunTimeout', 'TaskRun "r-build" failed to finish within "1m0s"'),
      { cause: 'timeout' },
    ],
    [
      'a time limit whose step was seen as the deleted pod left it',
      {
        ...succeeded('False', 'TaskRunTimeout', 'TaskRun "r-build" failed to finish within "1m0s"'),
        steps: [endedStep('compile', 137, { reason: 'Error' })],
      },
      { cause: 'timeout', step: 'compile', exitCode: undefined },
    ],
    [
      'memory that ran out while the time was up',
      {
        ...succeeded('False', 'TaskRunTimeout', 'TaskRun "r-build" failed to finish within "1m0s"'),
        steps: [endedStep('compile', 137, { reason: 'OOMKilled' })],
      },
      { cause: 'oom', step: 'compile', exitCode: 137 },
    ],
    [
      'a Task that is not there',
      succeeded('False', 'TaskRunResolutionFailed', 'tasks.tekton.dev "lint" not found'),
      { cause: 'missing-definition' },
    ],
    [
      'parameters that do not fit',
      succeeded('False', 'TaskRunValidationFailed', 'invalid input params: missing values'),
      { cause: 'invalid' },
    ],
    ['what nobody knows', succeeded('False', 'Strange', 'no idea'), { cause: 'unknown' }],
  ])('is known for %s', (_, status, failure) => {
    expect(failureOf(status)).toMatchObject(failure);
  });

  it('is the first failure, not those that it stopped', () => {
    const later = taskRun('r-later', {
      status: {
        ...succeeded('False', 'TaskRunCancelled', 'TaskRun "r-later" was cancelled'),
        startTime: at(1),
        completionTime: at(10),
      },
    });
    expect(failureOf(succeeded('False', 'Failed', 'broken'), 'Failed', [later])?.task).toBe(
      'build',
    );
  });

  it('is the cancel where somebody cancelled the run', () => {
    const failure = failureOf(succeeded('False', 'TaskRunCancelled', 'was cancelled'), 'Cancelled');
    expect(failure).toMatchObject({ cause: 'cancelled', task: 'build' });
  });

  it('is told by the run where no task has begun', () => {
    const run = pipelineRun('r', {
      status: {
        ...succeeded('False', 'CouldntGetPipeline', 'pipelines.tekton.dev "build" not found'),
        completionTime: at(1),
      },
    });
    expect(readRun(run, { cluster: 'dev', children: [] }).failure).toEqual({
      cause: 'missing-definition',
      evidence: ['pipelines.tekton.dev "build" not found', 'CouldntGetPipeline'],
    });
  });
});
