import type { ResourceId, ResourceKind } from '@kubemate/kube-common';

/** API groups that every Kubernetes serves itself; all others come from CustomResourceDefinitions or aggregated API servers. */
const BUILT_IN_GROUPS = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);

export function isBuiltInGroup(group: string): boolean {
  return BUILT_IN_GROUPS.has(group);
}

/** The resource types one cluster serves. Immutable: discovery makes a new one. */
export class ApiCatalog {
  private readonly byId = new Map<string, ResourceKind>();
  private readonly byKind = new Map<string, ResourceKind>();
  private readonly preferred = new Map<string, ResourceKind>();
  /** Group names in the server's order, the core group left out. */
  readonly groups: readonly string[];
  /** `group/version` of aggregated API servers that did not answer the server's discovery. */
  readonly stale: readonly string[];

  /** `kinds` in the server's order: of each group the preferred version first. */
  constructor(kinds: readonly ResourceKind[], stale: readonly string[] = []) {
    for (const kind of kinds) {
      this.byId.set(keyOf(kind), kind);
      const { group, version } = kind;
      const typeName = `${group === '' ? version : `${group}/${version}`}/${kind.kind}`;
      // A kind that two resources answer with belongs to the one that can hold it.
      const holder = this.byKind.get(typeName);
      if (!holder || (!holder.verbs.includes('get') && kind.verbs.includes('get')))
        this.byKind.set(typeName, kind);
      const name = `${kind.group}/${kind.plural}`;
      if (!this.preferred.has(name)) this.preferred.set(name, kind);
    }
    this.groups = [...new Set(kinds.map(kind => kind.group))].filter(group => group !== '');
    this.stale = stale;
  }

  /** Each type once, at the version that the server prefers. */
  kinds(): readonly ResourceKind[] {
    return [...this.preferred.values()];
  }

  /** The type at exactly this version. */
  find(resource: ResourceId): ResourceKind | undefined {
    return this.byId.get(keyOf(resource));
  }

  /** The type that objects of this `apiVersion` and `kind` have. */
  findKind(apiVersion: string, kind: string): ResourceKind | undefined {
    return this.byKind.get(`${apiVersion}/${kind}`);
  }

  /** The type at the preferred version. */
  findPreferred(group: string, plural: string): ResourceKind | undefined {
    return this.preferred.get(`${group}/${plural}`);
  }
}

function keyOf({ group, version, plural }: ResourceId): string {
  return `${group}/${version}/${plural}`;
}
