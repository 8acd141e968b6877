import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import { parseQuantity } from '../quantity';
import type { StorageClass, VolumeAttachment } from '../shapes/storage';
import { forKind, forStaticKind, listCell, OK, shown, wide } from './Projection';
import type { HealthReport } from './Projection';

const storageClasses = forStaticKind<StorageClass>(
  [
    shown('provisioner', 'Provisioner'),
    shown('default', 'Default', 'boolean'),
    shown('reclaimPolicy', 'Reclaim policy'),
    shown('volumeBindingMode', 'Binding mode'),
    shown('allowVolumeExpansion', 'Expandable', 'boolean'),
  ],
  storageClass => ({
    provisioner: internCell(storageClass.provisioner),
    default:
      storageClass.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
    reclaimPolicy: internCell(storageClass.reclaimPolicy ?? 'Delete'),
    volumeBindingMode: internCell(storageClass.volumeBindingMode),
    allowVolumeExpansion: storageClass.allowVolumeExpansion ?? false,
  }),
);

function attachmentHealth({ status }: VolumeAttachment): HealthReport {
  if (status?.attachError) return { health: 'failed', reason: 'AttachError' };
  if (status?.detachError) return { health: 'failed', reason: 'DetachError' };
  return status?.attached ? OK : { health: 'progressing', reason: 'Attaching' };
}

const volumeAttachments = forKind<VolumeAttachment>({
  columns: [
    shown('attacher', 'Attacher'),
    shown('volume', 'Volume'),
    shown('node', 'Node'),
    shown('attached', 'Attached', 'boolean'),
  ],
  read: attachment => ({
    ...attachmentHealth(attachment),
    cells: {
      attacher: internCell(attachment.spec?.attacher),
      volume: attachment.spec?.source?.persistentVolumeName ?? null,
      node: internCell(attachment.spec?.nodeName),
      attached: attachment.status?.attached ?? false,
    },
  }),
});

interface CSINode extends KubeObject {
  readonly spec?: { readonly drivers?: readonly { readonly name?: string }[] };
}

const csiNodes = forStaticKind<CSINode>(
  [shown('drivers', 'Drivers', 'number'), wide('driverNames', 'Driver names', 'list')],
  ({ spec }) => ({
    drivers: spec?.drivers?.length ?? 0,
    driverNames: internCell(listCell(spec?.drivers?.map(({ name }) => name))),
  }),
);

interface CSIDriver extends KubeObject {
  readonly spec?: {
    readonly attachRequired?: boolean;
    readonly podInfoOnMount?: boolean;
    readonly storageCapacity?: boolean;
    readonly volumeLifecycleModes?: readonly string[];
  };
}

const csiDrivers = forStaticKind<CSIDriver>(
  [
    shown('attachRequired', 'Attach required', 'boolean'),
    shown('podInfoOnMount', 'Pod info on mount', 'boolean'),
    shown('storageCapacity', 'Storage capacity', 'boolean'),
    shown('modes', 'Modes', 'list'),
  ],
  ({ spec }) => ({
    attachRequired: spec?.attachRequired ?? true,
    podInfoOnMount: spec?.podInfoOnMount ?? false,
    storageCapacity: spec?.storageCapacity ?? false,
    modes: listCell(spec?.volumeLifecycleModes),
  }),
);

interface CSIStorageCapacity extends KubeObject {
  readonly storageClassName?: string;
  readonly capacity?: string;
}

const csiStorageCapacities = forStaticKind<CSIStorageCapacity>(
  [shown('storageClass', 'Storage class'), shown('capacity', 'Capacity', 'bytes')],
  ({ storageClassName, capacity }) => ({
    storageClass: internCell(storageClassName),
    capacity: parseQuantity(capacity) ?? null,
  }),
);

interface VolumeAttributesClass extends KubeObject {
  readonly driverName?: string;
}

const volumeAttributesClasses = forStaticKind<VolumeAttributesClass>(
  [shown('driver', 'Driver')],
  ({ driverName }) => ({ driver: internCell(driverName) }),
);

/** Projections of the group `storage.k8s.io`, by plural. */
export const storage = {
  storageclasses: storageClasses,
  volumeattachments: volumeAttachments,
  volumeattributesclasses: volumeAttributesClasses,
  csinodes: csiNodes,
  csidrivers: csiDrivers,
  csistoragecapacities: csiStorageCapacities,
};
