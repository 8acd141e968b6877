import { publishedTektonTypes } from '../../apiserver/publishedDocuments';
import { startTestCluster, type TestCluster } from '../../testUtils/startTestCluster';
import { PODS, resource } from '../objects/resources';
import { PIPELINE_RUNS, TASK_RUNS, type PipelineSpec } from '../objects/tekton';

const DEFINITIONS = resource(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'customresourcedefinitions',
);

function task(name: string, script = 'echo hello', more: object = {}) {
  return {
    name,
    taskSpec: { steps: [{ name: 'work', image: 'test/sh', script }] },
    ...more,
  };
}

describe('Tekton on a sandbox cluster', () => {
  let test: TestCluster;
  beforeEach(() => {
    test = startTestCluster();
    for (const definition of publishedTektonTypes())
      test.cluster.create(DEFINITIONS, definition as never);
    test.pass(10);
  });
  afterEach(async () => {
    expect(test.errors).toEqual([]);
    await test.close();
  });

  const start = (pipelineSpec: PipelineSpec, more: object = {}) =>
    test.cluster.create(PIPELINE_RUNS, {
      metadata: { name: 'run', namespace: 'default' },
      spec: { pipelineSpec, ...more },
    });
  const status = () => test.cluster.get(PIPELINE_RUNS, 'default/run')?.status;
  const child = (name: string) => test.cluster.get(TASK_RUNS, `default/run-${name}`);

  it('runs tasks in order, hands results on, and ends with the final tasks', () => {
    start({
      tasks: [
        {
          name: 'version',
          taskSpec: {
            results: [{ name: 'tag' }],
            steps: [
              { name: 'work', image: 'test/sh', script: 'echo -n 1.2 | tee $(results.tag.path)' },
            ],
          },
        },
        {
          name: 'build',
          params: [{ name: 'tag', value: '$(tasks.version.results.tag)' }],
          taskSpec: {
            params: [{ name: 'tag' }],
            steps: [{ name: 'work', image: 'test/sh', script: 'echo $(params.tag)' }],
          },
        },
      ],
      finally: [task('notify')],
      results: [{ name: 'tag', value: '$(tasks.version.results.tag)' }],
    });
    test.pass(120);
    expect(status()).toMatchObject({
      conditions: [{ type: 'Succeeded', status: 'True', reason: 'Succeeded' }],
      results: [{ name: 'tag', value: '1.2' }],
    });
    expect(child('build')?.spec.params).toEqual([{ name: 'tag', value: '1.2' }]);
    const pod = test.cluster.get(PODS, `default/${child('build')?.status?.podName}`);
    expect(pod?.status?.phase).toBe('Succeeded');
  });
});
