import { ConflictError } from '@backstage/errors';
import type { OperationContext } from '@kubemate/operations-node';
import { pauseRollout } from './workloadEdits';

const REVISION = 'deployment.kubernetes.io/revision';
const workload = {
  ...{ cluster: 'prod', apiVersion: 'apps/v1', kind: 'Deployment' },
  ...{ namespace: 'shop', name: 'web' },
};

/** A Deployment that its controller, or somebody, writes to right after it was read for the first time. */
function cluster(write: (object: any) => void) {
  let object: any = {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: {
      ...{ namespace: 'shop', name: 'web', uid: 'u', resourceVersion: '1' },
      annotations: { [REVISION]: '1' },
    },
    spec: { replicas: 2 },
  };
  let isRead = false;
  const patched = ({ metadata, spec }: any) => ({
    ...object,
    spec: { ...object.spec, ...spec },
    metadata: { ...object.metadata, ...metadata },
  });
  return {
    now: () => object,
    kube: {
      typeOf: async () => ({
        ...{ group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment' },
        namespaced: true,
      }),
      async get() {
        const read = object;
        if (!isRead) {
          object = structuredClone(object);
          object.metadata.resourceVersion = '2';
          write(object);
        }
        isRead = true;
        return read;
      },
      async write({ patch, dryRun }: any) {
        if (patch.value.metadata.resourceVersion !== object.metadata.resourceVersion)
          throw new ConflictError('the object has been modified');
        const written = patched(patch.value);
        if (!dryRun) object = written;
        return { object: written, warnings: [] };
      },
    },
  };
}

const contextOf = ({ kube }: { kube: object }) =>
  ({ kube, signal: new AbortController().signal }) as unknown as OperationContext;

describe('an edit of an object that is written to meanwhile', () => {
  it('is planned as its own change alone where that was the controller', async () => {
    const { now, kube } = cluster(object => {
      object.metadata.annotations[REVISION] = '72';
    });
    const context = contextOf({ kube });
    const { diff, state } = await pauseRollout.plan({ workload }, context);
    expect(diff[0]?.changes).toEqual([{ path: 'spec.paused', before: undefined, after: true }]);
    await pauseRollout.run({ workload }, { ...context, state, report: () => {} } as any);
    expect(now()).toMatchObject({
      spec: { replicas: 2, paused: true },
      metadata: { annotations: { [REVISION]: '72' } },
    });
  });

  it('is refused, and names the field, where somebody has changed the same', async () => {
    const { now, kube } = cluster(object => {
      object.spec.paused = true;
    });
    await expect(pauseRollout.plan({ workload }, contextOf({ kube }))).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('spec.paused'),
    });
    expect(now().metadata.resourceVersion).toBe('2');
  });
});
