import type { KubeObject } from '@kubemate/kube-common';
import { listAt, numberAt, objectAt, objectsAt, stringAt } from '../json';
import { selectorText } from '../selectorText';
import { ageOf, labelsText, orNone } from './cellText';
import type { Cells } from './workloadCells';
import { podCells } from './podCells';

function age(object: KubeObject, now: number): string {
  return ageOf(object.metadata.creationTimestamp, now);
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeRoles(node: KubeObject): string {
  const labels = Object.entries(node.metadata.labels ?? {});
  const roles = labels.flatMap(([name, value]) => {
    if (name.startsWith(ROLE_PREFIX)) return [name.slice(ROLE_PREFIX.length)];
    return name === 'kubernetes.io/role' ? [value] : [];
  });
  return orNone([...new Set(roles.filter(role => role !== ''))].sort().join(','));
}

function nodeStatus(node: KubeObject): string {
  const ready = objectsAt(node.status, 'conditions').find(({ type }) => type === 'Ready');
  const known =
    ready === undefined ? 'Unknown' : ['NotReady', 'Ready'][Number(ready.status === 'True')];
  return objectAt(node.spec).unschedulable === true ? `${known},SchedulingDisabled` : String(known);
}

const node: Cells = (object, now) => {
  const info = objectAt(object.status, 'nodeInfo');
  const address = (type: string) =>
    orNone(
      stringAt(
        objectsAt(object.status, 'addresses').find(item => item.type === type),
        'address',
      ),
    );
  const architecture = stringAt(info, 'architecture') ?? '';
  const kernel = stringAt(info, 'kernelVersion') || '<unknown>';
  return [
    object.metadata.name,
    nodeStatus(object),
    nodeRoles(object),
    age(object, now),
    stringAt(info, 'kubeletVersion') ?? '',
    address('InternalIP'),
    address('ExternalIP'),
    stringAt(info, 'osImage') || '<unknown>',
    architecture === '' ? kernel : `${kernel} (${architecture})`,
    stringAt(info, 'containerRuntimeVersion') || '<unknown>',
  ];
};

function balancerAddresses(object: KubeObject): string[] {
  const found = objectsAt(object.status, 'loadBalancer', 'ingress').map(
    entry => stringAt(entry, 'ip') || stringAt(entry, 'hostname') || '',
  );
  return [...new Set(found.filter(address => address !== ''))].sort();
}

function externalAddress(service: KubeObject): string {
  const type = stringAt(service.spec, 'type');
  const external = listAt(service.spec, 'externalIPs').map(String);
  if (type === 'ExternalName') return stringAt(service.spec, 'externalName') ?? '';
  if (type !== 'LoadBalancer') return orNone(external.join(','));
  return [...balancerAddresses(service), ...external].join(',') || '<pending>';
}

const service: Cells = (object, now) => {
  const ports = objectsAt(object.spec, 'ports').map(({ port, nodePort, protocol }) =>
    nodePort === undefined ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`,
  );
  return [
    object.metadata.name,
    stringAt(object.spec, 'type') ?? '',
    orNone(String(listAt(object.spec, 'clusterIPs')[0] ?? '')),
    externalAddress(object),
    orNone(ports.join(',')),
    age(object, now),
    labelsText(objectAt(object.spec, 'selector')),
  ];
};

const MAX_HOSTS = 3;

const ingress: Cells = (object, now) => {
  const rules = objectsAt(object.spec, 'rules');
  const hosts = rules.flatMap(rule => stringAt(rule, 'host') || []).slice(0, MAX_HOSTS);
  const more = rules.length > MAX_HOSTS ? ` + ${rules.length - MAX_HOSTS} more...` : '';
  return [
    object.metadata.name,
    orNone(stringAt(object.spec, 'ingressClassName')),
    hosts.length === 0 ? '*' : hosts.join(',') + more,
    balancerAddresses(object).join(','),
    listAt(object.spec, 'tls').length > 0 ? '80, 443' : '80',
    age(object, now),
  ];
};

function eventSource(event: KubeObject): string {
  const component =
    stringAt(event, 'source', 'component') || stringAt(event, 'reportingComponent') || '';
  const host = stringAt(event, 'source', 'host') || stringAt(event, 'reportingInstance') || '';
  return host === '' ? component : `${component}, ${host}`;
}

const event: Cells = (object, now) => {
  const first = stringAt(object, 'firstTimestamp') ?? stringAt(object, 'eventTime');
  const last = stringAt(object, 'series', 'lastObservedTime') ?? stringAt(object, 'lastTimestamp');
  const kind = (stringAt(object, 'involvedObject', 'kind') ?? '').toLowerCase();
  const name = stringAt(object, 'involvedObject', 'name') ?? '';
  return [
    ageOf(last ?? first, now),
    stringAt(object, 'type') ?? '',
    stringAt(object, 'reason') ?? '',
    name === '' ? kind : `${kind}/${name}`,
    stringAt(object, 'involvedObject', 'fieldPath') ?? '',
    eventSource(object),
    (stringAt(object, 'message') ?? '').trim(),
    ageOf(first, now),
    numberAt(object, 'series', 'count') ?? numberAt(object, 'count') ?? 1,
    object.metadata.name,
  ];
};

const ACCESS_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(modes: readonly unknown[]): string {
  return modes.map(mode => ACCESS_MODES[String(mode)] ?? String(mode)).join(',');
}

const claim: Cells = (object, now) => {
  const isBound = (stringAt(object.spec, 'volumeName') ?? '') !== '';
  const capacity = stringAt(object.status, 'capacity', 'storage') ?? '';
  const phase = stringAt(object.status, 'phase') ?? '';
  return [
    object.metadata.name,
    object.metadata.deletionTimestamp === undefined ? phase : 'Terminating',
    stringAt(object.spec, 'volumeName') ?? '',
    isBound ? capacity : '',
    isBound ? accessModes(listAt(object.status, 'accessModes')) : '',
    stringAt(object.spec, 'storageClassName') ?? '',
    stringAt(object.spec, 'volumeAttributesClassName') ?? '<unset>',
    age(object, now),
    stringAt(object.spec, 'volumeMode') ?? '<unset>',
  ];
};

const volume: Cells = (object, now) => {
  const { namespace, name } = objectAt(object.spec, 'claimRef');
  const phase = stringAt(object.status, 'phase') ?? '';
  return [
    object.metadata.name,
    stringAt(object.spec, 'capacity', 'storage') ?? '',
    accessModes(listAt(object.spec, 'accessModes')),
    stringAt(object.spec, 'persistentVolumeReclaimPolicy') ?? '',
    object.metadata.deletionTimestamp === undefined ? phase : 'Terminating',
    name === undefined ? '' : `${namespace}/${name}`,
    stringAt(object.spec, 'storageClassName') ?? '',
    stringAt(object.spec, 'volumeAttributesClassName') ?? '<unset>',
    stringAt(object.status, 'reason') ?? '',
    age(object, now),
    stringAt(object.spec, 'volumeMode') ?? '<unset>',
  ];
};

const quota: Cells = (object, now) => {
  const hard = objectAt(object.status, 'hard');
  const used = objectAt(object.status, 'used');
  const names = Object.keys(hard).sort();
  const text = (wanted: boolean) =>
    names
      .filter(name => name.startsWith('limits') === wanted)
      .map(name => `${name}: ${used[name] ?? 0}/${hard[name]}`)
      .join(', ');
  return [object.metadata.name, text(false), text(true), age(object, now)];
};

function subjects(object: KubeObject, kind: string): string {
  return objectsAt(object, 'subjects')
    .filter(subject => subject.kind === kind)
    .map(({ namespace, name }) =>
      kind === 'ServiceAccount' ? `${namespace}/${name}` : String(name),
    )
    .join(', ');
}

const roleBinding: Cells = (object, now) => [
  object.metadata.name,
  `${stringAt(object.roleRef, 'kind')}/${stringAt(object.roleRef, 'name')}`,
  age(object, now),
  ...['User', 'Group', 'ServiceAccount'].map(kind => subjects(object, kind)),
];

const MAX_ENDPOINTS = 3;

const endpointSlice: Cells = (object, now) => {
  const ports = objectsAt(object, 'ports').map(({ port }) => String(port ?? '*'));
  const addresses = objectsAt(object, 'endpoints').flatMap(item => [...listAt(item, 'addresses')]);
  const more = addresses.length - MAX_ENDPOINTS;
  const shown = addresses.slice(0, MAX_ENDPOINTS).join(',');
  return [
    object.metadata.name,
    stringAt(object, 'addressType') ?? '',
    ports.join(',') || '<unset>',
    more > 0 ? `${shown} + ${more} more...` : shown || '<unset>',
    age(object, now),
  ];
};

/** Cells of the core group and of what belongs to no workload. */
export const coreCells: Readonly<Record<string, Cells>> = {
  pods: podCells,
  nodes: node,
  services: service,
  'ingresses.networking.k8s.io': ingress,
  events: event,
  persistentvolumeclaims: claim,
  persistentvolumes: volume,
  resourcequotas: quota,
  'rolebindings.rbac.authorization.k8s.io': roleBinding,
  'clusterrolebindings.rbac.authorization.k8s.io': roleBinding,
  'endpointslices.discovery.k8s.io': endpointSlice,
  configmaps: (object, now) => [
    object.metadata.name,
    Object.keys(objectAt(object.data)).length + Object.keys(objectAt(object.binaryData)).length,
    age(object, now),
  ],
  secrets: (object, now) => [
    object.metadata.name,
    stringAt(object, 'type') ?? '',
    Object.keys(objectAt(object.data)).length,
    age(object, now),
  ],
  namespaces: (object, now) => [
    object.metadata.name,
    stringAt(object.status, 'phase') ?? '',
    age(object, now),
  ],
  'networkpolicies.networking.k8s.io': (object, now) => [
    object.metadata.name,
    orNone(selectorText(objectAt(object.spec).podSelector)),
    age(object, now),
  ],
  'storageclasses.storage.k8s.io': (object, now) => {
    const isDefault =
      object.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
    return [
      isDefault ? `${object.metadata.name} (default)` : object.metadata.name,
      stringAt(object, 'provisioner') ?? '',
      stringAt(object, 'reclaimPolicy') ?? 'Delete',
      stringAt(object, 'volumeBindingMode') ?? 'Immediate',
      object.allowVolumeExpansion === true,
      age(object, now),
    ];
  },
  'priorityclasses.scheduling.k8s.io': (object, now) => [
    object.metadata.name,
    numberAt(object, 'value') ?? 0,
    object.globalDefault === true,
    age(object, now),
    stringAt(object, 'preemptionPolicy') ?? 'PreemptLowerPriority',
  ],
  'leases.coordination.k8s.io': (object, now) => [
    object.metadata.name,
    stringAt(object.spec, 'holderIdentity') ?? '',
    age(object, now),
  ],
};
