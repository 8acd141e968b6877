import { parseTime } from '../age';
import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import { forStaticKind, shown, wide } from './Projection';

interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly renewTime?: string;
    readonly leaseDurationSeconds?: number;
    readonly leaseTransitions?: number;
  };
}

const leases = forStaticKind<Lease>(
  [
    shown('holder', 'Holder'),
    shown('renewed', 'Renewed', 'time'),
    wide('durationSeconds', 'Duration (s)', 'number'),
    wide('transitions', 'Transitions', 'number'),
  ],
  ({ spec }) => ({
    holder: internCell(spec?.holderIdentity),
    renewed: parseTime(spec?.renewTime) ?? null,
    durationSeconds: spec?.leaseDurationSeconds ?? null,
    transitions: spec?.leaseTransitions ?? null,
  }),
);

/** Projections of the group `coordination.k8s.io`, by plural. */
export const coordination = { leases };
