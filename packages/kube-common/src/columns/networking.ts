import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import { formatLabelSelector, labelSelectorOf } from '../labelSelector';
import type { LabelSelectorObject } from '../labelSelector';
import type { Reference } from '../shapes/reference';
import type { LoadBalancer } from '../shapes/service';
import { loadBalancerAddresses } from './core/service';
import { forStaticKind, listCell, shown, wide } from './Projection';

interface IngressBackend {
  readonly service?: {
    readonly name?: string;
    readonly port?: { readonly number?: number; readonly name?: string };
  };
  readonly resource?: Reference;
}

interface Ingress extends KubeObject {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: IngressBackend;
    readonly tls?: readonly { readonly hosts?: readonly string[] }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: {
        readonly paths?: readonly { readonly path?: string; readonly backend?: IngressBackend }[];
      };
    }[];
  };
  readonly status?: { readonly loadBalancer?: LoadBalancer };
}

function backendText({ service, resource }: IngressBackend): string {
  if (service === undefined) return `${resource?.kind ?? ''}/${resource?.name ?? ''}`;
  return `${service.name ?? ''}:${service.port?.number ?? service.port?.name ?? ''}`;
}

function backends({ spec }: Ingress): string | null {
  const paths = spec?.rules?.flatMap(rule => rule.http?.paths ?? []) ?? [];
  const all = [spec?.defaultBackend, ...paths.map(path => path.backend)];
  return listCell(all.map(backend => backend && backendText(backend)));
}

const ingresses = forStaticKind<Ingress>(
  [
    shown('class', 'Class'),
    shown('hosts', 'Hosts', 'list'),
    shown('address', 'Address', 'list'),
    shown('backends', 'Backends', 'list'),
    shown('tls', 'TLS', 'boolean'),
  ],
  ingress => ({
    class: internCell(ingress.spec?.ingressClassName),
    hosts: listCell(ingress.spec?.rules?.map(rule => rule.host)) ?? '*',
    address: listCell(loadBalancerAddresses(ingress.status?.loadBalancer)),
    backends: backends(ingress),
    tls: (ingress.spec?.tls?.length ?? 0) > 0,
  }),
);

interface IngressClass extends KubeObject {
  readonly spec?: { readonly controller?: string; readonly parameters?: Reference };
}

const ingressClasses = forStaticKind<IngressClass>(
  [
    shown('controller', 'Controller'),
    shown('default', 'Default', 'boolean'),
    wide('parameters', 'Parameters'),
  ],
  ({ metadata, spec }) => ({
    controller: internCell(spec?.controller),
    default: metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true',
    parameters: spec?.parameters
      ? `${spec.parameters.kind ?? ''}/${spec.parameters.name ?? ''}`
      : null,
  }),
);

interface NetworkPolicy extends KubeObject {
  readonly spec?: {
    readonly podSelector?: LabelSelectorObject;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly unknown[];
    readonly egress?: readonly unknown[];
  };
}

const networkPolicies = forStaticKind<NetworkPolicy>(
  [
    shown('podSelector', 'Pod selector', 'list'),
    shown('policyTypes', 'Policy types', 'list'),
    wide('ingressRules', 'Ingress rules', 'number'),
    wide('egressRules', 'Egress rules', 'number'),
  ],
  ({ spec }) => ({
    podSelector: formatLabelSelector(labelSelectorOf(spec?.podSelector) ?? []) || '*',
    policyTypes: internCell(listCell(spec?.policyTypes)),
    ingressRules: spec?.ingress?.length ?? 0,
    egressRules: spec?.egress?.length ?? 0,
  }),
);

interface ServiceCIDR extends KubeObject {
  readonly spec?: { readonly cidrs?: readonly string[] };
}

const serviceCIDRs = forStaticKind<ServiceCIDR>([shown('cidrs', 'CIDRs', 'list')], ({ spec }) => ({
  cidrs: listCell(spec?.cidrs),
}));

interface IPAddress extends KubeObject {
  readonly spec?: { readonly parentRef?: Reference & { readonly resource?: string } };
}

const ipAddresses = forStaticKind<IPAddress>([shown('parent', 'Parent')], ({ spec }) => {
  const parent = spec?.parentRef;
  return {
    parent: parent
      ? [parent.resource, parent.namespace, parent.name].filter(Boolean).join('/')
      : null,
  };
});

/** Projections of the group `networking.k8s.io`, by plural. */
export const networking = {
  ingresses,
  ingressclasses: ingressClasses,
  networkpolicies: networkPolicies,
  servicecidrs: serviceCIDRs,
  ipaddresses: ipAddresses,
};
