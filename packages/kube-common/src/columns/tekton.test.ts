import type { KubeObject } from '../kubeObject';
import { projectorFor } from '../projection';

const projector = projectorFor({ group: 'tekton.dev', plural: 'pipelineruns' });

function pipelineRun({
  metadata,
  ...rest
}: Partial<Omit<KubeObject, 'metadata'>> & { metadata?: Partial<KubeObject['metadata']> } = {}) {
  const object: KubeObject = {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name: 'build-x7k2p',
      namespace: 'shop',
      uid: 'u1',
      resourceVersion: '1',
      creationTimestamp: '2026-03-01T10:00:00Z',
      ...metadata,
    },
    ...rest,
  };
  return projector.project(object, 'dev');
}

const ofTasks = (...names: string[]) => names.map(name => ({ name }));

function ended(status: 'True' | 'False' | 'Unknown', reason: string, message: string) {
  return {
    conditions: [{ type: 'Succeeded', status, reason, message }],
    startTime: '2026-03-01T10:00:01Z',
    completionTime: status === 'Unknown' ? undefined : '2026-03-01T10:01:31Z',
    pipelineSpec: { tasks: ofTasks('fetch', 'test', 'deploy'), finally: ofTasks('notify') },
  };
}

describe('a PipelineRun as a row', () => {
  it('tells pipeline, times and counts', () => {
    const row = pipelineRun({
      spec: { pipelineRef: { name: 'build' } },
      status: {
        ...ended('False', 'Failed', 'Tasks Completed: 3 (Failed: 1, Cancelled 0), Skipped: 1'),
        skippedTasks: ofTasks('deploy'),
      },
    });
    expect(row).toMatchObject({ health: 'failed', reason: 'Failed' });
    expect(row.cells).toMatchObject({
      pipeline: 'build',
      phase: 'failed',
      tasks: '4/4',
      failed: 1,
      duration: 90,
      trigger: 'unknown',
    });
  });

  it.each([
    [
      'Unknown',
      'Running',
      'Tasks Completed: 1 (Failed: 0, Cancelled 0), Incomplete: 3, Skipped: 0',
      '1/4',
    ],
    ['Unknown', 'Running', 'Not all Tasks in the Pipeline have finished executing', '0/4'],
    [
      'Unknown',
      'Running',
      'Tasks Completed: 2 (Failed: 1 (Ignored: 1), Cancelled 0), Incomplete: 2, Skipped: 0',
      '2/4',
    ],
    ['True', 'Succeeded', 'All is well', '4/4'],
    ['False', 'PipelineRunTimeout', 'PipelineRun "x" failed to finish within "1m0s"', '4/4'],
  ] as const)('counts tasks of %s %s by "%s"', (status, reason, message, tasks) => {
    expect(pipelineRun({ status: ended(status, reason, message) }).cells.tasks).toBe(tasks);
  });

  it.each([
    [
      'Pipelines as Code',
      {
        labels: { 'pipelinesascode.tekton.dev/event-type': 'pull_request' },
        annotations: {
          'pipelinesascode.tekton.dev/sender': 'dana',
          'pipelinesascode.tekton.dev/repo-url': 'https://git.example/shop',
          'pipelinesascode.tekton.dev/source-branch': 'refs/heads/fix',
          'pipelinesascode.tekton.dev/sha': 'abc',
        },
      },
      { trigger: 'pull-request', by: 'dana', branch: 'fix', commit: 'abc' },
    ],
    [
      'Tekton Triggers',
      {
        labels: {
          'triggers.tekton.dev/eventlistener': 'github',
          'triggers.tekton.dev/trigger': 'on-push',
        },
      },
      { trigger: 'push', by: 'github' },
    ],
    [
      'a person in the portal',
      { annotations: { 'kubemate.io/started-by': 'user:default/dana' } },
      { trigger: 'manual', by: 'user:default/dana' },
    ],
    [
      'the portal, once more',
      {
        annotations: {
          'kubemate.io/started-by': 'user:default/dana',
          'kubemate.io/rerun-of': 'build-1',
        },
      },
      { trigger: 'rerun', by: 'user:default/dana' },
    ],
  ])('tells what %s started', (_, metadata, cells) => {
    expect(pipelineRun({ metadata }).cells).toMatchObject(cells);
  });

  it('takes the commit and the branch from parameters where nothing else has them', () => {
    const sha = '1f'.repeat(20);
    const of = (revision: string) =>
      pipelineRun({ spec: { params: [{ name: 'revision', value: revision }] } }).cells;
    expect(of(sha)).toMatchObject({ commit: sha, branch: null });
    expect(of('main')).toMatchObject({ commit: null, branch: 'main' });
  });
});
