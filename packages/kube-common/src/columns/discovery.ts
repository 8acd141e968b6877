import { internCell } from '../intern';
import type { EndpointSlice } from '../shapes/service';
import { forKind, listCell, OK, shown } from './Projection';
import type { HealthReport } from './Projection';

/** An endpoint without the condition counts as ready, as consumers of the API must read it. */
function readyEndpoints({ endpoints }: EndpointSlice): number {
  return endpoints?.filter(endpoint => endpoint.conditions?.ready !== false).length ?? 0;
}

function sliceHealth(slice: EndpointSlice): HealthReport {
  const total = slice.endpoints?.length ?? 0;
  if (total === 0) return { health: 'idle', reason: 'NoEndpoints' };
  return readyEndpoints(slice) === 0 ? { health: 'warning', reason: 'NoReadyEndpoints' } : OK;
}

const endpointSlices = forKind<EndpointSlice>({
  columns: [
    shown('service', 'Service'),
    shown('addressType', 'Address type'),
    shown('ready', 'Ready', 'fraction'),
    shown('ports', 'Ports', 'list'),
    shown('endpoints', 'Endpoints', 'list'),
  ],
  read: slice => ({
    ...sliceHealth(slice),
    cells: {
      service: internCell(slice.metadata.labels?.['kubernetes.io/service-name']),
      addressType: internCell(slice.addressType),
      ready: `${readyEndpoints(slice)}/${slice.endpoints?.length ?? 0}`,
      ports: listCell(slice.ports?.map(({ port }) => (port === undefined ? '*' : String(port)))),
      endpoints: listCell(slice.endpoints?.flatMap(({ addresses }) => addresses ?? [])),
    },
  }),
});

/** Projections of the group `discovery.k8s.io`, by plural. */
export const discovery = { endpointslices: endpointSlices };
