import { internCell } from '../../intern';
import { formatLabelSelector, labelSelectorOfMap } from '../../labelSelector';
import type { LoadBalancer, Service, ServicePort } from '../../shapes/service';
import { forKind, listCell, OK, shown, wide } from '../Projection';
import type { HealthReport } from '../Projection';

/** Addresses of a load balancer, by IP where there is one. */
export function loadBalancerAddresses(loadBalancer: LoadBalancer | undefined): string[] {
  return (loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip || hostname || []).sort();
}

function externalAddresses({ spec, status }: Service): string | null {
  if (spec?.type === 'ExternalName') return spec.externalName ?? null;
  const balanced = spec?.type === 'LoadBalancer' ? loadBalancerAddresses(status?.loadBalancer) : [];
  return listCell([...balanced, ...(spec?.externalIPs ?? [])]);
}

function portText({ port, nodePort, protocol = 'TCP' }: ServicePort): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

function serviceHealth({ spec, status }: Service): HealthReport {
  const waiting =
    spec?.type === 'LoadBalancer' && loadBalancerAddresses(status?.loadBalancer).length === 0;
  return waiting ? { health: 'progressing', reason: 'LoadBalancerPending' } : OK;
}

/** `v1/services`. Whether a Service has endpoints is not in the object: see the Why? analysis. */
export const services = forKind<Service>({
  columns: [
    shown('type', 'Type'),
    shown('clusterIP', 'Cluster IP'),
    shown('externalIP', 'External IP', 'list'),
    shown('ports', 'Ports', 'list'),
    wide('selector', 'Selector', 'list'),
  ],
  read(service) {
    const { spec } = service;
    return {
      ...serviceHealth(service),
      cells: {
        type: internCell(spec?.type),
        clusterIP: internCell(spec?.clusterIPs?.[0] ?? spec?.clusterIP),
        externalIP: externalAddresses(service),
        ports: internCell(listCell(spec?.ports?.map(portText))),
        selector: formatLabelSelector(labelSelectorOfMap(spec?.selector)) || null,
      },
    };
  },
});
