import { useApi, useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { DISCOVERED_KINDS } from '@kubemate/plugin-clusters-common';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router-dom';
import { clustersApiRef } from '../api/clustersApiRef';
import type { ObjectTarget } from '../links/useLinks';
import { discoverRouteRef } from '../routes';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

/** On a workload that no component of the catalog has: says so, and leads to where it is adopted. */
export function CatalogNotice({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const client = useApi(clustersApiRef);
  const discover = useRouteRef(discoverRouteRef);
  const { cluster, namespace, name, resource } = target;
  const kind = DISCOVERED_KINDS.find(
    each => each.plural === resource.plural && each.group === resource.group,
  )?.kind;
  const { data } = useQuery({
    queryKey: ['clusters', 'discovery', { cluster, namespace }],
    enabled: kind !== undefined && namespace !== undefined && discover !== undefined,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      client.discover({ clusters: [cluster], namespaces: [namespace ?? ''] }, { signal }),
  });
  const proposal = data?.proposals.find(({ workloads }) =>
    workloads.some(each => each.name === name && each.kind === kind),
  );
  if (proposal === undefined || kind === undefined || discover === undefined) return null;
  return (
    <Alert
      severity="info"
      action={
        <Button
          component={RouterLink}
          to={`${discover()}?${new URLSearchParams({ adopt: proposal.id, unowned: 'true' })}`}
          color="inherit"
          size="small"
        >
          {t('object.adopt')}
        </Button>
      }
    >
      {t('object.notInCatalog', { kind })}
    </Alert>
  );
}
