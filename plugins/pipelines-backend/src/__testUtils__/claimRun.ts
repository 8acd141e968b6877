const at = (group: string, plural: string) => ({ group, version: 'v1', plural });

/** A class of storage with one volume, for clusters that provision none. */
export function storageOf(name: string) {
  const metadata = { name };
  return [
    {
      resource: at('storage.k8s.io', 'storageclasses'),
      object: {
        ...{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata },
        provisioner: 'kubernetes.io/no-provisioner',
      },
    },
    {
      resource: at('', 'persistentvolumes'),
      object: {
        ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata },
        spec: {
          storageClassName: name,
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: '/tmp' },
        },
      },
    },
  ];
}

const task = (name: string) => ({
  ...{ name, workspaces: [{ name: 'source' }] },
  taskSpec: {
    workspaces: [{ name: 'source' }],
    steps: [{ name: 'work', image: 'registry.example.com/shell:1', script: `echo ${name}` }],
  },
});

/** Two tasks share a volume that the run asks for. */
export function claimRun(storageClassName: string) {
  const spec = {
    storageClassName,
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
  };
  return {
    workspaces: [{ name: 'source', volumeClaimTemplate: { spec } }],
    pipelineSpec: {
      workspaces: [{ name: 'source' }],
      tasks: [task('fetch'), { ...task('build'), runAfter: ['fetch'] }],
    },
  };
}
