import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import type { Reference } from '../shapes/reference';
import { forKind, forStaticKind, listCell, OK, shown } from './Projection';

interface ResourceClaim extends KubeObject {
  readonly spec?: {
    readonly devices?: {
      readonly requests?: readonly {
        readonly exactly?: { readonly deviceClassName?: string };
        readonly deviceClassName?: string;
      }[];
    };
  };
  readonly status?: {
    readonly allocation?: unknown;
    readonly reservedFor?: readonly Reference[];
  };
}

const claims = forKind<ResourceClaim>({
  columns: [
    shown('state', 'State', 'list'),
    shown('deviceClasses', 'Device classes', 'list'),
    shown('reservedFor', 'Reserved for', 'list'),
  ],
  read({ spec, status }) {
    const allocated = status?.allocation !== undefined;
    const reserved = (status?.reservedFor?.length ?? 0) > 0;
    const allocatedState = reserved ? 'allocated,reserved' : 'allocated';
    return {
      ...(allocated ? OK : { health: 'progressing', reason: 'Pending' }),
      cells: {
        state: allocated ? allocatedState : 'pending',
        deviceClasses: listCell(
          spec?.devices?.requests?.map(
            ({ exactly, deviceClassName }) => exactly?.deviceClassName ?? deviceClassName,
          ),
        ),
        reservedFor: listCell(status?.reservedFor?.map(({ name }) => name)),
      },
    };
  },
});

interface ResourceSlice extends KubeObject {
  readonly spec?: {
    readonly nodeName?: string;
    readonly driver?: string;
    readonly pool?: { readonly name?: string };
    readonly devices?: readonly unknown[];
  };
}

const slices = forStaticKind<ResourceSlice>(
  [
    shown('node', 'Node'),
    shown('driver', 'Driver'),
    shown('pool', 'Pool'),
    shown('devices', 'Devices', 'number'),
  ],
  ({ spec }) => ({
    node: internCell(spec?.nodeName),
    driver: internCell(spec?.driver),
    pool: internCell(spec?.pool?.name),
    devices: spec?.devices?.length ?? 0,
  }),
);

const withoutColumns = forStaticKind([], () => ({}));

/** Projections of the group `resource.k8s.io` (dynamic resource allocation), by plural. */
export const resource = {
  resourceclaims: claims,
  resourceslices: slices,
  resourceclaimtemplates: withoutColumns,
  deviceclasses: withoutColumns,
};
