import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import { numberAt, objectAt, objectsAt, stringAt } from '../json';

const FIRST_NODE_PORT = 30_000;
const NODE_PORTS = 2_768;
const ADDRESSES = 65_000;
/** 10.96.0.0/16, as kubeadm's default starts. */
const SERVICE_NETWORK = '10.96';

/** Hands out cluster IPs and node ports, and takes them back. */
export class ServiceAllocator {
  private readonly addresses = new Set<string>();
  private readonly ports = new Set<number>();

  constructor(private readonly cluster: Cluster) {
    cluster.store.observe((collection, event) => {
      if (collection.name !== 'services') return;
      if (event.previous !== undefined) this.record(event.previous.object(), 'release');
      if (event.type !== 'DELETED') this.record(event.entry.object(), 'take');
    });
  }

  allocate(service: KubeObject): void {
    const spec = objectAt(service, 'spec');
    if (spec.type === 'ExternalName') return;
    if ((stringAt(spec, 'clusterIP') ?? '') === '') spec.clusterIP = this.nextAddress();
    else if (spec.clusterIP !== 'None' && this.addresses.has(String(spec.clusterIP)))
      throw ApiStatusError.invalid({ group: '', kind: 'Service', name: service.metadata.name }, [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ["${spec.clusterIP}"]: failed to allocate IP ${spec.clusterIP}: provided IP is already allocated`,
          field: 'spec.clusterIPs',
        },
      ]);
    spec.clusterIPs ??= [spec.clusterIP];
    spec.ipFamilies ??= ['IPv4'];
    spec.ipFamilyPolicy ??= 'SingleStack';
    if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return;
    for (const port of objectsAt(spec, 'ports')) {
      if ((numberAt(port, 'nodePort') ?? 0) === 0) port.nodePort = this.nextPort();
    }
  }

  /** An update keeps what creation was given. */
  keep(service: KubeObject, before: KubeObject): void {
    const spec = objectAt(service, 'spec');
    const previous = objectAt(before, 'spec');
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'])
      spec[field] ??= previous[field];
    for (const port of objectsAt(spec, 'ports')) {
      const same = objectsAt(previous, 'ports').find(
        other => other.port === port.port && other.protocol === port.protocol,
      );
      if (same?.nodePort !== undefined && spec.type !== 'ClusterIP')
        port.nodePort ??= same.nodePort;
    }
    if (spec.clusterIP === undefined || previous.type !== spec.type) this.allocateMissing(service);
  }

  private allocateMissing(service: KubeObject): void {
    const spec = objectAt(service, 'spec');
    if (spec.type === 'ExternalName') return;
    spec.clusterIP ??= this.nextAddress();
    spec.clusterIPs ??= [spec.clusterIP];
    if (spec.type === 'ClusterIP') return;
    for (const port of objectsAt(spec, 'ports')) port.nodePort ??= this.nextPort();
  }

  private record(service: KubeObject, change: 'take' | 'release'): void {
    const address = stringAt(service.spec, 'clusterIP') ?? 'None';
    if (address !== 'None' && change === 'take') this.addresses.add(address);
    else this.addresses.delete(address);
    for (const port of objectsAt(service.spec, 'ports')) {
      const number = numberAt(port, 'nodePort');
      if (number !== undefined && change === 'take') this.ports.add(number);
      else if (number !== undefined) this.ports.delete(number);
    }
  }

  private nextAddress(): string {
    const start = Math.floor(this.cluster.random() * ADDRESSES);
    for (let step = 0; step < ADDRESSES; step++) {
      const index = 1 + ((start + step) % ADDRESSES);
      const address = `${SERVICE_NETWORK}.${Math.floor(index / 256)}.${index % 256}`;
      if (!this.addresses.has(address)) return address;
    }
    throw exhausted('range is full');
  }

  private nextPort(): number {
    const start = Math.floor(this.cluster.random() * NODE_PORTS);
    for (let step = 0; step < NODE_PORTS; step++) {
      const port = FIRST_NODE_PORT + ((start + step) % NODE_PORTS);
      if (!this.ports.has(port)) return port;
    }
    throw exhausted('no node port is free');
  }
}

function exhausted(message: string): ApiStatusError {
  return new ApiStatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: failed to allocate: ${message}`,
  });
}
