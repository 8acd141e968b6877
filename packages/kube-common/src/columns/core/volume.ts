import { findCondition } from '../../conditions';
import { intern, internCell } from '../../intern';
import { parseQuantity } from '../../quantity';
import type { PersistentVolume, PersistentVolumeClaim } from '../../shapes/storage';
import { forKind, OK, shown, wide } from '../Projection';
import type { HealthReport } from '../Projection';

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(modes: readonly string[] | undefined): string | null {
  return internCell(modes?.map(mode => MODES[mode] ?? mode).join(','));
}

const RESIZE_ERRORS = ['ControllerResizeError', 'NodeResizeError', 'ModifyVolumeError'];

function claimHealth({ status }: PersistentVolumeClaim): HealthReport {
  if (status?.phase === 'Lost') return { health: 'failed', reason: 'Lost' };
  if (status?.phase !== 'Bound') return { health: 'warning', reason: 'Pending' };
  const resizeError = RESIZE_ERRORS.find(
    type => findCondition(status.conditions, type)?.status === 'True',
  );
  if (resizeError !== undefined) return { health: 'warning', reason: resizeError };
  const resizing = findCondition(status.conditions, 'Resizing')?.status === 'True';
  return resizing ? { health: 'progressing', reason: 'Resizing' } : OK;
}

/** `v1/persistentvolumeclaims` */
export const persistentVolumeClaims = forKind<PersistentVolumeClaim>({
  columns: [
    shown('status', 'Status'),
    shown('volume', 'Volume'),
    shown('capacity', 'Capacity', 'bytes'),
    shown('accessModes', 'Access modes', 'list'),
    shown('storageClass', 'Storage class'),
    wide('requested', 'Requested', 'bytes'),
    wide('volumeMode', 'Volume mode'),
  ],
  read(claim) {
    const { metadata, spec, status } = claim;
    return {
      ...claimHealth(claim),
      cells: {
        status: intern(metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? 'Pending')),
        volume: spec?.volumeName || null,
        capacity: parseQuantity(status?.capacity?.storage) ?? null,
        accessModes: accessModes(spec?.volumeName ? status?.accessModes : spec?.accessModes),
        storageClass: internCell(spec?.storageClassName),
        requested: parseQuantity(spec?.resources?.requests?.storage) ?? null,
        volumeMode: internCell(spec?.volumeMode),
      },
    };
  },
});

function volumeHealth({ status }: PersistentVolume): HealthReport {
  switch (status?.phase) {
    case 'Bound':
    case 'Available':
      return OK;
    case 'Failed':
      return { health: 'failed', reason: intern(status.reason || 'Failed') };
    case 'Released':
      return { health: 'warning', reason: 'Released' };
    default:
      return { health: 'progressing', reason: 'Pending' };
  }
}

/** `v1/persistentvolumes` */
export const persistentVolumes = forKind<PersistentVolume>({
  columns: [
    shown('status', 'Status'),
    shown('capacity', 'Capacity', 'bytes'),
    shown('claim', 'Claim'),
    shown('accessModes', 'Access modes', 'list'),
    shown('reclaimPolicy', 'Reclaim policy'),
    shown('storageClass', 'Storage class'),
    wide('driver', 'Driver'),
    wide('volumeMode', 'Volume mode'),
  ],
  read(volume) {
    const { metadata, spec, status } = volume;
    const claim = spec?.claimRef;
    return {
      ...volumeHealth(volume),
      cells: {
        status: intern(metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? 'Pending')),
        capacity: parseQuantity(spec?.capacity?.storage) ?? null,
        claim: claim ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : null,
        accessModes: accessModes(spec?.accessModes),
        reclaimPolicy: internCell(spec?.persistentVolumeReclaimPolicy),
        storageClass: internCell(spec?.storageClassName),
        driver: internCell(spec?.csi?.driver),
        volumeMode: internCell(spec?.volumeMode),
      },
    };
  },
});
