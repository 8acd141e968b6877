import { labelSelectorOfMap, matchesLabels } from '@kubemate/kube-common';
import { keyOf, type Cluster } from '../Cluster';
import type { Endpoint, EndpointPort, EndpointSlice, Service } from '../objects/network';
import type { Pod } from '../objects/pod';
import { ENDPOINTS, ENDPOINT_SLICES, NODES, PODS, SERVICES } from '../objects/resources';
import { hash32, nameSuffix } from '../Random';
import { Controller } from './Controller';
import { ownerReference } from './PodControl';
import { isReady } from './podState';

/** Changes of pods come in bursts; one write per service and half second is enough. */
const BATCH_MS = 500;
const ENDPOINTS_PER_SLICE = 100;
const MANAGER = 'endpointslice-controller.k8s.io';

function targetPort(
  pod: Pod,
  port: NonNullable<NonNullable<Service['spec']>['ports']>[number],
): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  return pod.spec.containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === target)
    ?.containerPort;
}

function portsOf({ spec }: Service, pod: Pod | undefined): EndpointPort[] {
  return (spec?.ports ?? []).flatMap(port => {
    const number = pod === undefined ? undefined : targetPort(pod, port);
    if (number === undefined) return [];
    return [
      {
        ...(port.name === undefined ? { name: '' } : { name: port.name }),
        port: number,
        protocol: port.protocol ?? 'TCP',
      },
    ];
  });
}

class EndpointSliceReconciler {
  constructor(private readonly cluster: Cluster) {}

  reconcile(service: Service): void {
    const { selector, type } = service.spec ?? {};
    if (
      selector === undefined ||
      type === 'ExternalName' ||
      service.metadata.deletionTimestamp !== undefined
    )
      return;
    const pods = this.podsOf(service);
    const endpoints = pods.map(pod => this.endpoint(service, pod));
    const ports = portsOf(service, pods[0]);
    const slices = Math.max(1, Math.ceil(endpoints.length / ENDPOINTS_PER_SLICE));
    for (let index = 0; index < slices; index++) {
      const part = endpoints.slice(index * ENDPOINTS_PER_SLICE, (index + 1) * ENDPOINTS_PER_SLICE);
      this.writeSlice(service, index, { endpoints: part, ports });
    }
    this.dropSlices(service, slices);
    this.writeEndpoints(service, endpoints, ports);
  }

  private podsOf(service: Service): Pod[] {
    const selector = labelSelectorOfMap(service.spec?.selector);
    return this.cluster
      .list(PODS, { namespace: service.metadata.namespace, labels: service.spec?.selector })
      .filter(pod => matchesLabels(selector, pod.metadata.labels))
      .filter(
        ({ status }) =>
          status?.podIP !== undefined && status.phase !== 'Succeeded' && status.phase !== 'Failed',
      );
  }

  private endpoint(service: Service, pod: Pod): Endpoint {
    const isTerminating = pod.metadata.deletionTimestamp !== undefined;
    const serving = isReady(pod) || service.spec?.publishNotReadyAddresses === true;
    const nodeName = pod.spec.nodeName ?? '';
    const zone = this.cluster.get(NODES, nodeName)?.metadata.labels?.[
      'topology.kubernetes.io/zone'
    ];
    return {
      addresses: [pod.status?.podIP ?? ''],
      conditions: { ready: serving && !isTerminating, serving, terminating: isTerminating },
      targetRef: {
        kind: 'Pod',
        namespace: pod.metadata.namespace,
        name: pod.metadata.name,
        uid: pod.metadata.uid,
      },
      nodeName,
      ...(zone === undefined ? {} : { zone }),
    };
  }

  private sliceName({ metadata }: Service, index: number): string {
    return `${metadata.name}-${nameSuffix(hash32(metadata.uid, index), 5)}`;
  }

  private writeSlice(
    service: Service,
    index: number,
    content: Pick<EndpointSlice, 'endpoints' | 'ports'>,
  ): void {
    const { namespace, name } = service.metadata;
    const sliceName = this.sliceName(service, index);
    const key = `${namespace}/${sliceName}`;
    if (this.cluster.get(ENDPOINT_SLICES, key) !== undefined) {
      this.cluster.patch(ENDPOINT_SLICES, key, content);
      return;
    }
    this.cluster.create(ENDPOINT_SLICES, {
      metadata: {
        name: sliceName,
        namespace,
        labels: {
          ...service.metadata.labels,
          'kubernetes.io/service-name': name,
          'endpointslice.kubernetes.io/managed-by': MANAGER,
        },
        ownerReferences: ownerReference(service),
      },
      addressType: 'IPv4',
      ...content,
    });
  }

  private dropSlices(service: Service, from: number): void {
    for (let index = from; ; index++) {
      const key = `${service.metadata.namespace}/${this.sliceName(service, index)}`;
      if (this.cluster.get(ENDPOINT_SLICES, key) === undefined) return;
      this.cluster.delete(ENDPOINT_SLICES, key);
    }
  }

  private writeEndpoints(
    service: Service,
    endpoints: readonly Endpoint[],
    ports: EndpointPort[],
  ): void {
    const addresses = (ready: boolean) =>
      endpoints
        .filter(({ conditions }) => conditions?.ready === ready && conditions.terminating !== true)
        .map(({ addresses: [ip], nodeName, targetRef }) => ({ ip, nodeName, targetRef }));
    const ready = addresses(true);
    const notReady = addresses(false);
    const subsets =
      ready.length + notReady.length === 0
        ? null
        : [
            {
              ...(ready.length > 0 ? { addresses: ready } : {}),
              ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
              ports,
            },
          ];
    const key = keyOf(service);
    if (this.cluster.get(ENDPOINTS, key) !== undefined) {
      this.cluster.patch(ENDPOINTS, key, { subsets });
      return;
    }
    this.cluster.create(ENDPOINTS, {
      metadata: {
        name: service.metadata.name,
        namespace: service.metadata.namespace,
        labels: {
          ...service.metadata.labels,
          'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
        },
      },
      ...(subsets === null ? {} : { subsets }),
    });
  }
}

/** Keeps EndpointSlices, and the older Endpoints, of Services with a selector. */
export function startEndpointSliceController(cluster: Cluster): Controller<Service> {
  const reconciler = new EndpointSliceReconciler(cluster);
  /** Selectors by service key, by namespace: what a pod's change has to be held against. */
  const selectors = new Map<string, Map<string, Readonly<Record<string, string>>>>();
  const note = (type: string, service: Service) => {
    const { namespace = '' } = service.metadata;
    const known = selectors.get(namespace) ?? new Map<string, Readonly<Record<string, string>>>();
    if (type === 'DELETED' || service.spec?.selector === undefined) known.delete(keyOf(service));
    else known.set(keyOf(service), service.spec.selector);
    selectors.set(namespace, known);
  };
  for (const service of cluster.list(SERVICES)) note('ADDED', service);
  const stopNoting = cluster.watch(SERVICES, ({ type, object }) => note(type, object));
  const controller = new Controller(cluster, {
    name: 'endpointslice-controller',
    resource: SERVICES,
    reconcile: service => reconciler.reconcile(service),
    gone: key => cluster.delete(ENDPOINTS, key),
  });
  return controller.with({ close: stopNoting }).alsoWatch(PODS, ({ object }) => {
    for (const [key, selector] of selectors.get(object.metadata.namespace ?? '') ?? [])
      if (
        Object.entries(selector).every(([name, value]) => object.metadata.labels?.[name] === value)
      )
        controller.queue.add(key, BATCH_MS);
    return [];
  });
}
