import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import { z } from 'zod';
import { KindFollower } from '../clusters/KindFollower';
import type { KubernetesIdentity } from '../gateway/viewerIdentity';
import type { ApiTransport } from '../reflector/ApiTransport';
import type { Clock } from '../reflector/Clock';

const SETTLE_MS = 3_000;
/** Controllers write bindings in bursts; viewers are asked about again once for each burst. */
const BURST_MS = 200;
/** The authorizer sees a change through a watch of its own, maybe after us: what was decided in between is asked again. */
const AUTHORIZER_LAG_MS = 1_500;

const RBAC_KINDS = ['rolebindings', 'clusterrolebindings', 'roles', 'clusterroles'] as const;

const subjectsSchema = z.array(
  z.object({ kind: z.string(), name: z.string(), namespace: z.string().nullish() }),
);

/** Follows one cluster's RBAC objects: which namespaces can matter to somebody, and when decisions are void. */
export class RbacWatch {
  private readonly followers: readonly KindFollower[];
  private readonly bindings: KindFollower;
  private readonly listeners = new Set<() => void>();
  private readonly timers = new Set<() => void>();
  private index: { version: number; namespaces: ReadonlyMap<string, ReadonlySet<string>> } = {
    version: -1,
    namespaces: new Map(),
  };
  private burst = false;

  constructor(
    private readonly options: {
      cluster: string;
      transport: ApiTransport;
      clock: Clock;
      random: () => number;
    },
  ) {
    const follow = (plural: string) =>
      new KindFollower({
        ...options,
        resource: rbacResource(plural),
        read: plural === 'rolebindings' ? readSubjects : readVersion,
        // Of the others only the fact that they changed counts.
        metadataOnly: plural !== 'rolebindings',
      });
    this.bindings = follow('rolebindings');
    this.followers = [
      this.bindings,
      ...RBAC_KINDS.filter(plural => plural !== 'rolebindings').map(follow),
    ];
    for (const follower of this.followers) follower.onChange(() => this.changed());
  }

  /** Calls back when decisions made before are void, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Namespaces with a RoleBinding for somebody; every other namespace grants them what the whole cluster does.
   * Undefined where the portal may not read RoleBindings.
   */
  async namespacesOf({ user, groups }: KubernetesIdentity): Promise<readonly string[] | undefined> {
    await this.bindings.settled(SETTLE_MS);
    if (!this.bindings.isLive) return undefined;
    const index = this.bySubject();
    const found = new Set<string>();
    for (const subject of [`User\n${user}`, ...groups.map(group => `Group\n${group}`)])
      for (const namespace of index.get(subject) ?? []) found.add(namespace);
    return [...found].sort();
  }

  async close(): Promise<void> {
    for (const cancel of this.timers) cancel();
    await Promise.all(this.followers.map(follower => follower.close()));
  }

  private bySubject(): ReadonlyMap<string, ReadonlySet<string>> {
    const { version } = this.bindings;
    if (this.index.version === version) return this.index.namespaces;
    const namespaces = new Map<string, Set<string>>();
    for (const { namespace, value } of this.bindings.entries()) {
      if (namespace === undefined) continue;
      for (const subject of value === '' ? [] : value.split('\t')) {
        const known = namespaces.get(subject) ?? new Set();
        namespaces.set(subject, known.add(namespace));
      }
    }
    this.index = { version, namespaces };
    return namespaces;
  }

  private changed(): void {
    if (this.burst) return;
    this.burst = true;
    this.later(BURST_MS, () => {
      this.burst = false;
      this.notify();
      this.later(AUTHORIZER_LAG_MS, () => this.notify());
    });
  }

  private later(delayMs: number, run: () => void): void {
    const cancel = this.options.clock.after(delayMs, () => {
      this.timers.delete(cancel);
      run();
    });
    this.timers.add(cancel);
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

function rbacResource(plural: string): ResourceId {
  return { group: 'rbac.authorization.k8s.io', version: 'v1', plural };
}

/** `Kind\nname` of each subject; a service account stands as the user that it is. */
function readSubjects(object: KubeObject): string {
  const parsed = subjectsSchema.safeParse(object.subjects);
  if (!parsed.success) return '';
  const own = object.metadata.namespace ?? '';
  return parsed.data
    .map(({ kind, name, namespace }) =>
      kind === 'ServiceAccount'
        ? `User\nsystem:serviceaccount:${namespace || own}:${name}`
        : `${kind}\n${name}`,
    )
    .join('\t');
}

function readVersion({ metadata }: KubeObject): string {
  return metadata.resourceVersion;
}
