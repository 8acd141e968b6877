import { publishedTektonTypes } from '../../apiserver/publishedDocuments';
import { startTestCluster, type TestCluster } from '../../testUtils/startTestCluster';
import { APPROVAL_TASKS } from '../objects/approvals';
import { resource } from '../objects/resources';
import { PIPELINE_RUNS } from '../objects/tekton';
import { readDocuments } from '../stages/loadStages';

const DEFINITIONS = resource(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'customresourcedefinitions',
);

describe('ApprovalTasks on a sandbox cluster', () => {
  let test: TestCluster;
  beforeEach(() => {
    test = startTestCluster();
    const types = [...publishedTektonTypes(), ...readDocuments('fleet/tekton/approvals.yaml')];
    for (const definition of types) test.cluster.create(DEFINITIONS, definition as never);
    test.pass(10);
  });
  afterEach(async () => {
    expect(test.errors).toEqual([]);
    await test.close();
  });

  const start = (more: object = {}) => {
    test.cluster.create(PIPELINE_RUNS, {
      metadata: { name: 'run', namespace: 'default' },
      spec: {
        pipelineSpec: {
          tasks: [
            {
              name: 'wait',
              taskRef: { apiVersion: 'openshift-pipelines.org/v1alpha1', kind: 'ApprovalTask' },
              params: [
                { name: 'approvers', value: ['dana', 'group:sre'] },
                { name: 'numberOfApprovalsRequired', value: '2' },
                { name: 'description', value: 'Release?' },
              ],
              ...more,
            },
          ],
        },
      },
    });
    test.pass(30);
  };
  const task = () => test.cluster.get(APPROVAL_TASKS, 'default/run-wait');
  const run = () => test.cluster.get(PIPELINE_RUNS, 'default/run')?.status?.conditions?.[0];
  const answer = (approvers: object[]) => {
    test.cluster.patch(APPROVAL_TASKS, 'default/run-wait', { spec: { approvers } });
    test.pass(30);
  };
  const dana = (input: string) => ({ name: 'dana', input, type: 'User' });
  const sre = (input: string) => ({
    ...{ name: 'sre', input, type: 'Group' },
    users: [{ name: 'eve', input }],
  });

  it('asks whom the pipeline names, and waits', () => {
    start();
    expect(task()).toMatchObject({
      metadata: { labels: { 'tekton.dev/pipelineRun': 'run', 'tekton.dev/pipelineTask': 'wait' } },
      spec: {
        approvers: [dana('pending'), { name: 'sre', input: 'pending', type: 'Group' }],
        ...{ numberOfApprovalsRequired: 2, description: 'Release?' },
      },
      status: { state: 'pending', approvalsReceived: 0 },
    });
    expect(run()).toMatchObject({ status: 'Unknown' });
  });

  it('goes on when enough people have approved', () => {
    start();
    answer([dana('approve'), { name: 'sre', input: 'pending', type: 'Group' }]);
    expect(task()?.status).toMatchObject({ state: 'pending', approvalsReceived: 1 });
    answer([dana('approve'), sre('approve')]);
    expect(task()?.status).toMatchObject({ state: 'approved', approvalsReceived: 2 });
    expect(run()).toMatchObject({ status: 'True' });
  });

  it('ends when one rejects', () => {
    start();
    answer([dana('approve'), sre('reject')]);
    expect(task()?.status).toMatchObject({ state: 'rejected' });
    expect(run()).toMatchObject({ status: 'False' });
  });

  it('gives up when its time is over', () => {
    start({ timeout: '5m0s' });
    test.pass(600);
    expect(task()?.status).toMatchObject({ state: 'rejected' });
    expect(run()).toMatchObject({ status: 'False' });
  });
});
