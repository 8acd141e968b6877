import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { SubjectList } from '@kubemate/plugin-tenants-common';

const MAX_SUBJECTS = 20;
const KINDS = { user: ['User'], group: ['Group'], any: ['User', 'Group'] } as const;

/** Users and groups whose name or title holds the text, by name. */
export async function findSubjects(
  { text, kind }: { text: string; kind: keyof typeof KINDS },
  { catalog, credentials }: { catalog: CatalogService; credentials: BackstageCredentials },
): Promise<SubjectList> {
  const { items, totalItems } = await catalog.queryEntities(
    {
      filter: { kind: [...KINDS[kind]] },
      ...(text.trim() === ''
        ? {}
        : {
            fullTextFilter: {
              term: text.trim(),
              fields: ['metadata.name', 'metadata.title', 'spec.profile.displayName'],
            },
          }),
      orderFields: { field: 'metadata.name', order: 'asc' },
      limit: MAX_SUBJECTS,
    },
    { credentials },
  );
  return {
    items: items.map(entity => ({ ref: stringifyEntityRef(entity), title: titleOf(entity) })),
    truncated: totalItems > items.length,
  };
}

function titleOf({ metadata: { name, title }, spec }: Entity): string {
  const profile = spec?.profile;
  const isProfile = typeof profile === 'object' && profile !== null && !Array.isArray(profile);
  const displayName = isProfile ? profile.displayName : undefined;
  return typeof displayName === 'string' && displayName !== '' ? displayName : (title ?? name);
}
