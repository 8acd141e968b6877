import type { LoggerService } from '@backstage/backend-plugin-api';
import { resourcePath, type ResourceId } from '@kubemate/kube-common';
// eslint-disable-next-line @backstage/no-undeclared-imports -- only tests import this folder
import fc from 'fast-check';
import { ClusterConnection } from '../clusters/ClusterConnection';
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import { ClusterPool } from '../clusters/ClusterPool';
import { readBody } from '../clusters/readBody';
import { kubernetesIdentity } from '../gateway/viewerIdentity';
import type { Viewer } from '../KubeService';
import { PortalKubeService } from '../PortalKubeService';
import { systemClock } from '../reflector/Clock';
import { NamespaceIds } from '../rows/NamespaceSet';

const SILENT: LoggerService = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => SILENT,
};
const PREFIXES = { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' };
const RBAC = 'rbac.authorization.k8s.io';
const core = (plural: string): ResourceId => ({ group: '', version: 'v1', plural });
const rbac = (plural: string): ResourceId => ({ group: RBAC, version: 'v1', plural });

const RESOURCES = [
  core('configmaps'),
  core('secrets'),
  core('serviceaccounts'),
  core('namespaces'),
  rbac('roles'),
  rbac('clusterroles'),
];
const TEAMS = ['red', 'green', 'blue'];
const PEOPLE = ['ann', 'bob', 'cem', 'dia'];

const rule = fc.record({
  verbs: fc.oneof(
    { arbitrary: fc.subarray(['get', 'list', 'watch'], { minLength: 1 }), weight: 4 },
    { arbitrary: fc.constant(['*']), weight: 1 },
  ),
  apiGroups: fc.constantFrom([''], [RBAC], ['', RBAC], ['*'], ['apps']),
  resources: fc.oneof(
    {
      arbitrary: fc.subarray(
        [
          'configmaps',
          'secrets',
          'serviceaccounts',
          'namespaces',
          'roles',
          'clusterroles',
          'configmaps/status',
        ],
        { minLength: 1, maxLength: 3 },
      ),
      weight: 6,
    },
    { arbitrary: fc.constant(['*']), weight: 1 },
  ),
  resourceNames: fc.option(fc.constantFrom(['one'], ['one', 'two'], [] as string[]), {
    freq: 2,
    nil: undefined,
  }),
});
const rules = fc.array(rule, { maxLength: 3 });
const subject = fc.oneof(
  fc
    .constantFrom(...PEOPLE)
    .map(name => ({ kind: 'User', apiGroup: RBAC, name: `kubemate:${name}` })),
  fc
    .constantFrom(...TEAMS)
    .map(name => ({ kind: 'Group', apiGroup: RBAC, name: `kubemate:${name}` })),
  fc
    .constantFrom('system:authenticated', 'system:masters-not', 'kubemate')
    .map(name => ({ kind: 'Group', apiGroup: RBAC, name })),
  // The names of people without the prefix: they must not count.
  fc.constantFrom(...PEOPLE).map(name => ({ kind: 'User', apiGroup: RBAC, name })),
  fc.constant({ kind: 'ServiceAccount', namespace: 'default', name: 'ann' }),
);
const world = fc.record({
  clusterRoles: fc.array(fc.record({ rules, aggregates: fc.boolean() }), {
    minLength: 3,
    maxLength: 3,
  }),
  roles: fc.array(rules, { minLength: 5, maxLength: 5 }),
  namespaceBindings: fc.array(
    fc.record({
      namespace: fc.nat(4),
      clusterRole: fc.option(fc.nat(2)),
      subjects: fc.array(subject, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 3, maxLength: 10 },
  ),
  clusterBindings: fc.array(
    fc.record({
      clusterRole: fc.nat(2),
      subjects: fc.array(subject, { minLength: 1, maxLength: 1 }),
    }),
    { maxLength: 1 },
  ),
  people: fc.tuple(...PEOPLE.map(() => fc.subarray(TEAMS))),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

export interface RbacEqualityReport {
  readonly comparisons: number;
  /** Comparisons in which the API server gave some rows, but not all: the others prove little. */
  readonly partial: number;
  /** How long after a change of RBAC the rows were equal again, in milliseconds, the longest. */
  readonly slowest: number;
  readonly differences: readonly string[];
}

class Bench {
  private readonly admin: ClusterConnection;
  private readonly kube: PortalKubeService;
  private readonly namespaces: string[];
  private readonly created: string[] = [];

  constructor(
    definition: ClusterDefinition,
    private readonly id: string,
  ) {
    this.admin = new ClusterConnection(definition);
    this.namespaces = Array.from({ length: 5 }, (_, index) => `${id}-${index}`);
    const ids = new NamespaceIds();
    const options = { ids, clock: systemClock, random: Math.random };
    const clusters = new ClusterPool([definition], {
      ...options,
      logger: SILENT,
      prefixes: PREFIXES,
    });
    clusters.start();
    this.kube = new PortalKubeService({ ...options, clusters });
  }

  async createObjects(): Promise<void> {
    for (const namespace of this.namespaces) {
      await this.create(core('namespaces'), { metadata: { name: namespace } });
      for (const name of ['one', 'two']) {
        await this.create(core('configmaps'), { metadata: { namespace, name } });
        await this.create(core('secrets'), {
          metadata: { namespace, name },
          stringData: { password: 'canary' },
        });
        await this.create(core('serviceaccounts'), { metadata: { namespace, name } });
      }
    }
  }

  async replaceRules(each: World): Promise<void> {
    for (const path of this.created.splice(0)) await this.send('DELETE', path);
    const roleRef = (kind: string, name: string) => ({ apiGroup: RBAC, kind, name });
    for (const [index, role] of each.clusterRoles.entries()) {
      const metadata = {
        name: `${this.id}-${index}`,
        labels: { [`aggregate-${this.id}`]: String(index > 0) },
      };
      const aggregationRule = {
        clusterRoleSelectors: [{ matchLabels: { [`aggregate-${this.id}`]: 'true' } }],
      };
      // The first gathers the others where it aggregates; the controller fills it in later.
      await this.create(
        rbac('clusterroles'),
        index === 0 && role.aggregates
          ? { metadata, aggregationRule, rules: [] }
          : { metadata, rules: role.rules },
        true,
      );
    }
    for (const [index, list] of each.roles.entries()) {
      await this.create(
        rbac('roles'),
        { metadata: { namespace: this.namespaces[index], name: 'role' }, rules: list },
        true,
      );
    }
    for (const [index, binding] of each.namespaceBindings.entries()) {
      const ref =
        binding.clusterRole === null
          ? roleRef('Role', 'role')
          : roleRef('ClusterRole', `${this.id}-${binding.clusterRole}`);
      const metadata = { namespace: this.namespaces[binding.namespace], name: `binding-${index}` };
      await this.create(
        rbac('rolebindings'),
        { metadata, roleRef: ref, subjects: binding.subjects },
        true,
      );
    }
    for (const [index, binding] of each.clusterBindings.entries()) {
      await this.create(
        rbac('clusterrolebindings'),
        {
          metadata: { name: `${this.id}-${index}` },
          roleRef: roleRef('ClusterRole', `${this.id}-${binding.clusterRole}`),
          subjects: binding.subjects,
        },
        true,
      );
    }
  }

  /** Compares until equal or out of patience: RBAC takes a moment on the server itself. */
  async compare(resource: ResourceId, { viewer, until }: { viewer: Viewer; until: number }) {
    for (let waited = false; ; waited = true) {
      const expected = await this.listed(resource, viewer);
      const { items } = await this.kube.allRows(
        { resource, labelSelector: `bench=${this.id}` },
        viewer,
      );
      const actual = new Set(items.map(row => `${row.namespace ?? ''}/${row.name}`));
      const missing = [...expected.names].filter(name => !actual.has(name));
      const ghosts = [...actual].filter(name => !expected.names.has(name));
      if (missing.length + ghosts.length === 0)
        return { partial: expected.partial, waited, difference: undefined };
      if (Date.now() > until)
        return {
          partial: expected.partial,
          waited,
          difference: `missing ${missing.join(' ')}; not theirs ${ghosts.join(' ')}`,
        };
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  async close(): Promise<void> {
    await this.kube.close();
    for (const path of this.created.splice(0)) await this.send('DELETE', path);
    for (const namespace of this.namespaces)
      await this.send('DELETE', resourcePath({ resource: core('namespaces'), name: namespace }));
    await this.admin.close();
  }

  /** What the API server gives this person: the list of all, else the lists of each namespace. */
  private async listed(
    resource: ResourceId,
    viewer: Viewer,
  ): Promise<{ names: ReadonlySet<string>; partial: boolean }> {
    const all = await this.listAs(resource, viewer, undefined);
    if (all) return { names: new Set(all), partial: false };
    if (['namespaces', 'clusterroles'].includes(resource.plural))
      return { names: new Set(), partial: false };
    const lists = await Promise.all(
      this.namespaces.map(namespace => this.listAs(resource, viewer, namespace)),
    );
    const names = new Set(lists.flatMap(list => list ?? []));
    return { names, partial: names.size > 0 };
  }

  private async listAs(
    resource: ResourceId,
    viewer: Viewer,
    namespace: string | undefined,
  ): Promise<string[] | undefined> {
    const { user, groups } = kubernetesIdentity(viewer, PREFIXES);
    const response = await this.admin.sendAsPortal({
      method: 'GET',
      path: resourcePath({ resource, namespace }),
      query: { labelSelector: `bench=${this.id}` },
      headers: {
        accept: 'application/json',
        'impersonate-user': user,
        ...(groups.length ? { 'impersonate-group': [...groups] } : {}),
      },
      signal: AbortSignal.timeout(20_000),
      stream: false,
    });
    const text = await readBody(response, 1e8);
    if (response.status === 403) return undefined;
    if (response.status !== 200) throw new Error(`list answered ${response.status}: ${text}`);
    const list: { items: { metadata: { namespace?: string; name: string } }[] } = JSON.parse(text);
    return list.items.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
  }

  private async create(
    resource: ResourceId,
    object: {
      metadata: { name: string; namespace?: string; labels?: object };
      [field: string]: unknown;
    },
    temporary = false,
  ): Promise<void> {
    const { namespace, name } = object.metadata;
    const metadata = { ...object.metadata, labels: { ...object.metadata.labels, bench: this.id } };
    if (temporary) this.created.push(resourcePath({ resource, namespace, name }));
    const kinds: Record<string, string> = {
      configmaps: 'ConfigMap',
      secrets: 'Secret',
      serviceaccounts: 'ServiceAccount',
      namespaces: 'Namespace',
      roles: 'Role',
      clusterroles: 'ClusterRole',
      rolebindings: 'RoleBinding',
      clusterrolebindings: 'ClusterRoleBinding',
    };
    const apiVersion = resource.group ? `${resource.group}/v1` : 'v1';
    await this.send('POST', resourcePath({ resource, namespace }), {
      apiVersion,
      kind: kinds[resource.plural],
      ...object,
      metadata,
    });
  }

  private async send(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<void> {
    const response = await this.admin.sendAsPortal({
      method,
      path,
      query: {},
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(20_000),
      stream: false,
    });
    const text = await readBody(response, 1e7);
    if (response.status >= 300 && response.status !== 404)
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  }
}

/**
 * Fills a cluster with random roles and bindings, and compares for each person and resource the rows through the kube service
 * with what the API server lists for them. Then changes the bindings under the running service and compares again.
 */
export async function rbacEquality(
  definition: ClusterDefinition,
  { seed, rounds, patienceMs }: { seed: number; rounds: number; patienceMs: number },
): Promise<RbacEqualityReport> {
  const bench = new Bench(definition, `rbac-${seed}`);
  const report = { comparisons: 0, partial: 0, slowest: 0, differences: [] as string[] };
  try {
    await bench.createObjects();
    for (const each of fc.sample(world, { seed, numRuns: rounds })) {
      await bench.replaceRules(each);
      const changedAt = Date.now();
      for (const [index, name] of PEOPLE.entries()) {
        const viewer: Viewer = {
          userEntityRef: `user:default/${name}`,
          ownershipEntityRefs: [
            `user:default/${name}`,
            ...(each.people[index] ?? []).map(team => `group:default/${team}`),
          ],
        };
        for (const resource of RESOURCES) {
          const result = await bench.compare(resource, { viewer, until: changedAt + patienceMs });
          report.comparisons++;
          report.partial += Number(result.partial);
          if (result.waited) report.slowest = Math.max(report.slowest, Date.now() - changedAt);
          if (result.difference)
            report.differences.push(`${name} ${resource.plural}: ${result.difference}`);
        }
      }
    }
  } finally {
    await bench.close();
  }
  return report;
}
