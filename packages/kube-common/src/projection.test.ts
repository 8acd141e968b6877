import { projectorFor } from './projection';
import type { KubeObject } from './kubeObject';

const metadata = {
  name: 'api-0',
  namespace: 'shop',
  uid: 'u-1',
  resourceVersion: '7',
  creationTimestamp: '2026-01-01T00:00:00Z',
};

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    ...metadata,
    labels: { app: 'api' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    managedFields: [{}],
    ownerReferences: [
      { apiVersion: 'v1', kind: 'Node', name: 'other', uid: 'u-3' },
      { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'api', uid: 'u-2', controller: true },
    ],
  },
  spec: {
    nodeName: 'node-1',
    containers: [
      {
        name: 'web',
        image: 'web:1',
        resources: { requests: { cpu: '250m', memory: '1Gi', 'nvidia.com/gpu': '2' } },
      },
      { name: 'proxy', image: 'proxy:2', resources: { requests: { cpu: '1' } } },
    ],
  },
  status: {
    phase: 'Running',
    podIP: '10.0.0.1',
    qosClass: 'Burstable',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [
      { name: 'web', ready: true, restartCount: 0, state: { running: {} } },
      {
        name: 'proxy',
        ready: true,
        restartCount: 3,
        state: { running: {} },
        lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-02T00:00:00Z' } },
      },
    ],
  },
};

describe('projectorFor', () => {
  it('keeps of a pod what a table needs, and neither annotations nor managed fields', () => {
    const row = projectorFor({ group: '', plural: 'pods' }).project(pod, 'dev');
    expect(row).toEqual({
      cluster: 'dev',
      namespace: 'shop',
      name: 'api-0',
      uid: 'u-1',
      resourceVersion: '7',
      created: Date.UTC(2026, 0, 1),
      labels: { app: 'api' },
      owner: { kind: 'StatefulSet', name: 'api' },
      health: 'ok',
      reason: undefined,
      cells: {
        ready: '2/2',
        status: 'Running',
        restarts: 3,
        lastRestart: Date.UTC(2026, 0, 2),
        node: 'node-1',
        ip: '10.0.0.1',
        images: 'web:1,proxy:2',
        cpuRequest: 1.25,
        memoryRequest: 2 ** 30,
        gpuRequest: 2,
        phase: 'Running',
        qosClass: 'Burstable',
        serviceAccount: null,
        priorityClass: null,
        nominatedNode: null,
      },
    });
  });

  it('shares label sets and owners between the rows of a workload', () => {
    const { project } = projectorFor({ group: '', plural: 'pods' });
    const [one, two] = [project(structuredClone(pod), 'dev'), project(structuredClone(pod), 'dev')];
    expect(one.labels).toBe(two.labels);
    expect(one.owner).toBe(two.owner);
  });

  it('gives an object that breaks its schema a row of its own instead of failing the list', () => {
    const broken = { ...pod, spec: { containers: 'none' }, status: 7 };
    const row = projectorFor({ group: '', plural: 'pods' }).project(broken, 'dev');
    expect(row).toMatchObject({ name: 'api-0', health: 'unknown', reason: 'Malformed' });
  });

  it('shows an unknown kind by its printer columns, and its health by its conditions', () => {
    const certificates = projectorFor({ group: 'cert-manager.io', plural: 'certificates' }, [
      { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
      { name: 'Expires At', type: 'date', jsonPath: '.status.notAfter' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ]);
    const row = certificates.project(
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata,
        status: {
          notAfter: '2026-03-01T00:00:00Z',
          conditions: [{ type: 'Ready', status: 'False', reason: 'DoesNotExist' }],
        },
      },
      'dev',
    );
    expect(certificates.columns.map(column => [column.id, column.type])).toEqual([
      ['ready', 'text'],
      ['expiresAt', 'time'],
    ]);
    expect(row.cells).toEqual({ ready: 'False', expiresAt: Date.UTC(2026, 2, 1) });
    expect(row).toMatchObject({ health: 'warning', reason: 'DoesNotExist' });
  });

  it('calls an object that is being deleted terminating, unless that is the smaller trouble', () => {
    const { project } = projectorFor({ group: '', plural: 'configmaps' });
    const deleted = { ...metadata, deletionTimestamp: '2026-01-03T00:00:00Z' };
    expect(
      project({ apiVersion: 'v1', kind: 'ConfigMap', metadata: deleted }, 'dev'),
    ).toMatchObject({ health: 'progressing', reason: 'Terminating' });
  });
});
