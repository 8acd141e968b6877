import type { ApiServerOptions } from './ApiServer';
import type { Cluster } from './Cluster';
import { CustomResources } from './CustomResources';
import { GarbageCollector } from './GarbageCollector';
import { NamespaceLifecycle } from './NamespaceLifecycle';
import { ResourceRegistry } from './ResourceRegistry';
import { StoreClient } from './StoreClient';
import { QuotaAdmission } from './admission/QuotaAdmission';
import { ServiceAllocator } from './admission/ServiceAllocator';
import { bootstrap } from './bootstrap';
import { metricsTypes } from './metricsApi';
import { EscalationGuard } from './rbac/EscalationGuard';
import { RbacAuthorizer } from './rbac/RbacAuthorizer';
import { RbacPolicy } from './rbac/RbacPolicy';
import { RoleAggregation } from './rbac/RoleAggregation';
import { ObjectStore } from './store/ObjectStore';
import { ObjectDeleter } from './writes/ObjectDeleter';
import { ObjectRules } from './writes/ObjectRules';
import { ObjectWriter } from './writes/ObjectWriter';

/** A cluster's objects, with everything that acts on them without HTTP. */
export interface ClusterStorage {
  readonly cluster: Cluster;
  readonly policy: RbacPolicy;
  readonly authorizer: RbacAuthorizer;
  readonly writer: ObjectWriter;
  readonly deleter: ObjectDeleter;
  readonly client: StoreClient;
}

export function createStorage(options: ApiServerOptions): ClusterStorage {
  const { name, clock, random } = options;
  const store = new ObjectStore({
    parsedObjects: options.parsedObjects ?? 10_000,
    eventsPerResource: options.eventsPerResource ?? 5_000,
  });
  const registry = new ResourceRegistry(metricsTypes());
  const cluster: Cluster = { name, clock, random, store, registry };
  const policy = new RbacPolicy(cluster);
  const authorizer = new RbacAuthorizer(policy);
  const rules = new ObjectRules(cluster, {
    escalation: new EscalationGuard(policy, authorizer),
    quota: new QuotaAdmission(cluster),
    services: new ServiceAllocator(cluster),
    mountTokens: options.mountTokens ?? true,
  });
  const writer = new ObjectWriter(cluster, rules);
  const deleter = new ObjectDeleter(cluster, writer);
  const access = { writer, deleter };
  new GarbageCollector(cluster, access).start();
  new RoleAggregation(cluster).start();
  new CustomResources(cluster, access).start();
  new NamespaceLifecycle(cluster, access).start();
  const client = new StoreClient(cluster, { ...access, fieldManager: 'kube-controller-manager' });
  bootstrap(client);
  return { cluster, policy, authorizer, writer, deleter, client };
}
