import { operationRoutes } from '@kubemate/operations-common';
import { pipelineOperations } from './operations';
import { pipelinesOpenApi } from './pipelinesOpenApi';
import { promotionOperations } from './promotion/promotionOperations';
import { promotionRoutes } from './promotion/promotionRoutes';
import { pipelinesMachineRoutes, pipelinesRoutes, runQuerySchema } from './routes';

describe('pipelinesOpenApi', () => {
  it('names every route', () => {
    const operations = operationRoutes({ ...pipelineOperations, ...promotionOperations });
    const reads = { ...pipelinesRoutes, ...pipelinesMachineRoutes, ...promotionRoutes };
    const routes = { ...reads, ...operations };
    const paths = new Set(Object.values(routes).map(({ path }) => path));
    const document = pipelinesOpenApi({ version: '1.2.3' });
    expect(Object.keys(document.paths ?? {}).sort()).toEqual([...paths].sort());
  });
});

describe('runQuerySchema', () => {
  it('reads lists and numbers from the text of a query', () => {
    expect(
      runQuerySchema.parse({
        places: 'dev,prod',
        phases: 'failed,timed-out',
        since: '5',
        limit: '7',
      }),
    ).toEqual({
      places: ['dev', 'prod'],
      phases: ['failed', 'timed-out'],
      since: 5,
      limit: 7,
      sort: '-created',
    });
  });

  it.each([
    [{ phases: 'failed,done' }, 'phases'],
    [{ sort: 'colour' }, 'sort'],
    [{ limit: '501' }, 'limit'],
    [{ pipelines: 'build' }, 'pipelines'],
  ])('refuses %p', (query, field) => {
    const { error } = runQuerySchema.safeParse(query);
    expect(JSON.stringify(error?.issues)).toContain(field);
  });
});

describe('start-run', () => {
  const input = { engine: 'tekton', place: 'dev', folder: 'shop', pipeline: 'build' };
  const { input: schema } = pipelineOperations.startRun;

  it('takes values of each type and each kind of workspace', () => {
    const full = {
      ...input,
      params: { revision: 'main', flags: ['-v'], image: { tag: '1' } },
      workspaces: {
        source: { kind: 'volumeClaimTemplate', storage: '1Gi' },
        cache: { kind: 'emptyDir' },
      },
    };
    expect(schema.parse(full)).toEqual(full);
  });

  it.each([
    { ...input, engine: 'argo' },
    { ...input, params: { revision: 5 } },
    { ...input, workspaces: { source: { kind: 'hostPath', name: '/' } } },
    { ...input, workspaces: { source: { kind: 'volumeClaimTemplate', storage: 'much' } } },
  ])('refuses %p', bad => {
    expect(schema.safeParse(bad).success).toBe(false);
  });
});
