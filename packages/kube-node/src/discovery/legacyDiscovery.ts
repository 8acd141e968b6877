import type { ResourceKind } from '@kubemate/kube-common';
import { z } from 'zod';
import { isBuiltInGroup } from './ApiCatalog';
import type { DiscoveredKinds } from './aggregatedDiscovery';

/** Lists of resource types asked for at once; a cluster with 100 groups answers in a few round trips. */
const PARALLEL = 8;

const coreVersionsSchema = z.object({ versions: z.array(z.string()) });

const groupListSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      versions: z.array(z.object({ version: z.string() })),
      preferredVersion: z.object({ version: z.string() }).nullish(),
    }),
  ),
});

const resourceListSchema = z.object({
  resources: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      singularName: z.string().nullish(),
      namespaced: z.boolean(),
      shortNames: z.array(z.string()).nullish(),
      categories: z.array(z.string()).nullish(),
      verbs: z.array(z.string()).nullish(),
    }),
  ),
});

type ResourceList = z.infer<typeof resourceListSchema>;
interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/**
 * Discovery of servers before 1.26: one document for each group and version.
 * A version whose document cannot be had is reported as stale; the others are served.
 *
 * @param read - fetches and parses one path
 */
export async function legacyDiscovery(
  documents: { readonly core: unknown; readonly groups: unknown },
  read: (path: string) => Promise<unknown>,
): Promise<DiscoveredKinds> {
  const versions = [...coreVersions(documents.core), ...groupVersions(documents.groups)];
  const lists = new Array<readonly ResourceKind[] | undefined>(versions.length);
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < versions.length; index = next++) {
      const version = versions[index];
      if (version === undefined) return;
      try {
        const parsed = resourceListSchema.safeParse(await read(pathOf(version)));
        lists[index] = parsed.success ? kindsOf(parsed.data, version) : undefined;
      } catch {
        // An aggregated API server that is away must not hide the others.
        lists[index] = undefined;
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return {
    kinds: lists.flatMap(list => list ?? []),
    stale: versions
      .filter((_, index) => lists[index] === undefined)
      .map(({ group, version }) => `${group}/${version}`),
  };
}

function coreVersions(document: unknown): GroupVersion[] {
  const parsed = coreVersionsSchema.safeParse(document);
  return parsed.success ? parsed.data.versions.map(version => ({ group: '', version })) : [];
}

function groupVersions(document: unknown): GroupVersion[] {
  const parsed = groupListSchema.safeParse(document);
  if (!parsed.success) return [];
  return parsed.data.groups.flatMap(({ name, versions, preferredVersion }) => {
    const preferred = preferredVersion?.version;
    const ordered = versions.map(each => each.version);
    if (preferred !== undefined) ordered.sort((a, b) => +(b === preferred) - +(a === preferred));
    return ordered.map(version => ({ group: name, version }));
  });
}

function pathOf({ group, version }: GroupVersion): string {
  const parts = group === '' ? ['api', version] : ['apis', group, version];
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

function kindsOf({ resources }: ResourceList, { group, version }: GroupVersion): ResourceKind[] {
  const subresources = new Map<string, string[]>();
  for (const { name } of resources) {
    const [plural, subresource] = name.split('/');
    if (plural === undefined || subresource === undefined) continue;
    subresources.set(plural, [...(subresources.get(plural) ?? []), subresource]);
  }
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map(resource => ({
      group,
      version,
      plural: resource.name,
      kind: resource.kind,
      singular: resource.singularName ?? '',
      namespaced: resource.namespaced,
      shortNames: resource.shortNames ?? [],
      categories: resource.categories ?? [],
      verbs: resource.verbs ?? [],
      subresources: subresources.get(resource.name) ?? [],
      custom: !isBuiltInGroup(group),
    }));
}
