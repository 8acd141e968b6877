import { keyOf, type Cluster } from '../Cluster';
import type { PersistentVolumeClaim, StorageClass } from '../objects/node';
import { CLAIMS, NODES, STORAGE_CLASSES, VOLUMES } from '../objects/resources';
import { SELECTED_NODE } from '../scheduler/volumeBinding';
import { Controller } from './Controller';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const ZONE = 'topology.kubernetes.io/zone';

function isDefault({ metadata }: StorageClass): boolean {
  return metadata.annotations?.[DEFAULT_CLASS] === 'true';
}

class Provisioner {
  constructor(private readonly cluster: Cluster) {}

  reconcile(claim: PersistentVolumeClaim): void {
    if (claim.spec.volumeName !== undefined || claim.metadata.deletionTimestamp !== undefined)
      return;
    const storage = this.classOf(claim);
    if (storage === undefined) return;
    if (storage.volumeBindingMode === 'WaitForFirstConsumer' && this.nodeOf(claim) === undefined) {
      this.record(
        claim,
        'Normal',
        'WaitForFirstConsumer',
        'waiting for first consumer to be created before binding',
      );
      return;
    }
    this.record(
      claim,
      'Normal',
      'ExternalProvisioning',
      `Waiting for a volume to be created either by the external provisioner '${storage.provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    );
    this.provision(claim, storage);
  }

  private nodeOf({ metadata }: PersistentVolumeClaim): string | undefined {
    return metadata.annotations?.[SELECTED_NODE];
  }

  private classOf(claim: PersistentVolumeClaim): StorageClass | undefined {
    const { storageClassName } = claim.spec;
    if (storageClassName === undefined) {
      const standard = this.cluster.list(STORAGE_CLASSES).find(isDefault);
      if (standard !== undefined)
        this.cluster.patch(CLAIMS, keyOf(claim), {
          spec: { storageClassName: standard.metadata.name },
        });
      else
        this.record(
          claim,
          'Normal',
          'FailedBinding',
          'no persistent volumes available for this claim and no storage class is set',
        );
      return undefined; // the patch brings the claim round again
    }
    const storage = this.cluster.get(STORAGE_CLASSES, storageClassName);
    if (storage === undefined)
      this.record(
        claim,
        'Warning',
        'ProvisioningFailed',
        `storageclass.storage.k8s.io "${storageClassName}" not found`,
      );
    return storage;
  }

  private provision(claim: PersistentVolumeClaim, storage: StorageClass): void {
    const { namespace, name, uid } = claim.metadata;
    const volume = `pvc-${uid}`;
    const zone = this.cluster.get(NODES, this.nodeOf(claim) ?? '')?.metadata.labels?.[ZONE];
    if (this.cluster.get(VOLUMES, volume) === undefined)
      this.cluster.create(VOLUMES, {
        metadata: {
          name: volume,
          annotations: { 'pv.kubernetes.io/provisioned-by': storage.provisioner },
          finalizers: ['kubernetes.io/pv-protection'],
        },
        spec: {
          accessModes: claim.spec.accessModes ?? ['ReadWriteOnce'],
          capacity: { storage: claim.spec.resources?.requests?.storage ?? '1Gi' },
          claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
          csi: {
            driver: storage.provisioner,
            fsType: 'ext4',
            volumeHandle: `vol-${uid.slice(0, 8)}`,
          },
          persistentVolumeReclaimPolicy: storage.reclaimPolicy ?? 'Delete',
          storageClassName: storage.metadata.name,
          volumeMode: 'Filesystem',
          ...(zone === undefined
            ? {}
            : {
                nodeAffinity: {
                  required: {
                    nodeSelectorTerms: [
                      { matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] },
                    ],
                  },
                },
              }),
        },
        status: { phase: 'Bound' },
      });
    this.record(
      claim,
      'Normal',
      'ProvisioningSucceeded',
      `Successfully provisioned volume ${volume}`,
    );
    this.cluster.patch(CLAIMS, keyOf(claim), {
      metadata: {
        annotations: {
          'pv.kubernetes.io/bind-completed': 'yes',
          'pv.kubernetes.io/bound-by-controller': 'yes',
        },
      },
      spec: { volumeName: volume },
    });
  }

  /** What a deleted claim leaves behind. */
  release(claimKey: string): void {
    for (const volume of this.cluster.list(VOLUMES)) {
      const { namespace, name } = volume.spec?.claimRef ?? {};
      if (`${namespace}/${name}` !== claimKey) continue;
      if (volume.spec?.persistentVolumeReclaimPolicy === 'Retain') {
        this.cluster.patchStatus(VOLUMES, keyOf(volume), { phase: 'Released' });
        continue;
      }
      this.cluster.patch(VOLUMES, keyOf(volume), { metadata: { finalizers: null } });
      this.cluster.delete(VOLUMES, keyOf(volume));
    }
  }

  private record(
    claim: PersistentVolumeClaim,
    type: 'Normal' | 'Warning',
    ...[reason, message]: [string, string]
  ): void {
    this.cluster.events.record(claim, {
      type,
      reason,
      message,
      component: 'persistentvolume-controller',
    });
  }
}

/** Makes volumes for claims, as a CSI provisioner and the volume binder do together. */
export function startVolumeProvisioner(cluster: Cluster): Controller<PersistentVolumeClaim> {
  const provisioner = new Provisioner(cluster);
  return new Controller(cluster, {
    name: 'persistentvolume-controller',
    resource: CLAIMS,
    reconcile: claim => provisioner.reconcile(claim),
    gone: key => provisioner.release(key),
  });
}
