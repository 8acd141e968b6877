import type { KubeService } from '../KubeService';
import type { ExecBench } from './execContract';
import type { ClusterWriter } from './peerClusters';

const RBAC = 'rbac.authorization.k8s.io';
const core = (plural: string) => ({ group: '', version: 'v1', plural });
const rbac = (plural: string) => ({ group: RBAC, version: 'v1', plural });

interface BenchOptions {
  readonly kube: KubeService;
  readonly writer: ClusterWriter;
  readonly cluster: string;
  /** Namespace, and the prefix of its people. */
  readonly id: string;
  readonly nodeName?: string;
}

/** A namespace with a pod, a person who may run commands in it and one who may not. The writer takes it away again. */
export async function prepareExecBench(options: BenchOptions): Promise<ExecBench> {
  const { kube, writer, cluster, id, nodeName } = options;
  const viewer = (name: string) => ({
    userEntityRef: `user:default/${id}-${name}`,
    ownershipEntityRefs: [],
  });
  await writer.create(core('namespaces'), { kind: 'Namespace', metadata: { name: id } });
  const grant = async (name: string, rules: object[], people: string[]) => {
    await writer.create(rbac('roles'), {
      kind: 'Role',
      metadata: { namespace: id, name },
      rules,
    });
    await writer.create(rbac('rolebindings'), {
      kind: 'RoleBinding',
      metadata: { namespace: id, name },
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: people.map(person => ({
        kind: 'User',
        apiGroup: RBAC,
        name: `kubemate:${id}-${person}`,
      })),
    });
  };
  await grant(
    'read',
    [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    ['operator', 'reader'],
  );
  await grant(
    'operate',
    [
      { apiGroups: [''], resources: ['pods/exec', 'pods/attach'], verbs: ['get', 'create'] },
      { apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch'] },
    ],
    ['operator'],
  );
  await writer.create(core('serviceaccounts'), {
    kind: 'ServiceAccount',
    metadata: { namespace: id, name: 'pod' },
  });
  await writer.create(core('pods'), {
    kind: 'Pod',
    metadata: { namespace: id, name: 'work' },
    spec: {
      nodeName,
      serviceAccountName: 'pod',
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', image: 'busybox:1.36', stdin: true, tty: true }],
    },
  });
  return {
    kube,
    at: { cluster, namespace: id, pod: 'work', container: 'main' },
    operator: viewer('operator'),
    reader: viewer('reader'),
    revoke: async () => {
      await writer.send('DELETE', `/apis/${RBAC}/v1/namespaces/${id}/rolebindings/operate`);
    },
  };
}
