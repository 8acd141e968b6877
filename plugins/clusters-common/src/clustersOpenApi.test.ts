import { clustersOpenApi } from './clustersOpenApi';
import { operationRoutes } from '@kubemate/operations-common';
import { podRoutes } from './exec/podRoutes';
import { clustersOperations } from './operations/clustersOperations';
import { clustersRoutes } from './routes';

const document = clustersOpenApi({ version: '1.2.3' });

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [child] : refsIn(child),
  );
}

function resolve(ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>(
      (node, key) =>
        typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined,
      document,
    );
}

describe('clustersOpenApi', () => {
  it('names every route', () => {
    const routes = { ...clustersRoutes, ...podRoutes, ...operationRoutes(clustersOperations) };
    const paths = new Set(Object.values(routes).map(({ path }) => path));
    expect(Object.keys(document.paths ?? {}).sort()).toEqual([...paths].sort());
  });

  it('has no reference to nowhere', () => {
    const refs = [...new Set(refsIn(document))];
    expect(refs).toContain('#/components/schemas/Row');
    expect(refs.filter(ref => resolve(ref) === undefined)).toEqual([]);
  });

  it('describes the parameters of rows: which are required, lists with commas, bounds', () => {
    expect(resolve('#/paths')).toMatchObject({
      '/rows': {
        get: {
          operationId: 'listRows',
          parameters: expect.arrayContaining([
            expect.objectContaining({ name: 'resource', required: true }),
            {
              name: 'clusters',
              in: 'query',
              required: false,
              schema: { type: 'array', items: { type: 'string' } },
              style: 'form',
              explode: false,
            },
            expect.objectContaining({
              name: 'limit',
              schema: expect.objectContaining({ type: 'integer', minimum: 1, maximum: 1000 }),
            }),
          ]),
        },
      },
      '/rows/stream': {
        get: {
          responses: {
            200: {
              content: {
                'text/event-stream': { schema: { $ref: '#/components/schemas/RowEvent' } },
              },
            },
          },
        },
      },
    });
  });
});
