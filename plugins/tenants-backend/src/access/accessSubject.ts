import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { kubeSubjectOf } from '../kubeName';
import type { NamePrefixes } from '../kubeName';
import { serviceAccountUser } from './RbacRules';
import type { Identity } from './RbacRules';

const AUTHENTICATED = 'system:authenticated';

/**
 * Whom a cluster takes a subject for. A person's groups are those of the catalog, which is what they would get at sign-in.
 * @throws NotFoundError where the catalog has no such user
 */
export async function identityOf(
  subject: string,
  options: {
    prefixes: NamePrefixes;
    catalog: CatalogService;
    credentials: BackstageCredentials;
  },
): Promise<Identity> {
  const colon = subject.indexOf(':');
  const kind = subject.slice(0, colon);
  const rest = subject.slice(colon + 1);
  switch (kind) {
    case 'kubeuser':
      return { user: rest, groups: [AUTHENTICATED] };
    case 'kubegroup':
      return { groups: [rest] };
    case 'serviceaccount': {
      const [namespace = '', name = ''] = rest.split('/');
      const groups = [
        'system:serviceaccounts',
        `system:serviceaccounts:${namespace}`,
        AUTHENTICATED,
      ];
      return { user: serviceAccountUser(namespace, name), groups };
    }
    case 'group':
      return { groups: [kubeSubjectOf(subject, options.prefixes).name] };
    default:
      return personOf(subject, options);
  }
}

async function personOf(
  ref: string,
  {
    prefixes,
    catalog,
    credentials,
  }: { prefixes: NamePrefixes; catalog: CatalogService; credentials: BackstageCredentials },
): Promise<Identity> {
  const entity = await catalog.getEntityByRef(ref, { credentials });
  if (entity === undefined) throw new NotFoundError(`The catalog has no ${ref}`);
  const groups = (entity.relations ?? [])
    .filter(({ type }) => type === 'memberOf')
    .map(({ targetRef }) => kubeSubjectOf(targetRef, prefixes).name);
  return { user: kubeSubjectOf(ref, prefixes).name, groups: [...groups, AUTHENTICATED] };
}
