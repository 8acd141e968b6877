import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { PlaceAccess } from '@kubemate/plugin-tenants';
import { ErrorState, LoadingState, PartialBanner, QueryWrapper } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { Suspense } from 'react';
import { useActivityScope } from '../activity/useActivityScope';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { placesOf } from './placesOf';

/** Who may do what in the namespaces that an entity is in. */
export function AccessContent() {
  return (
    <QueryWrapper>
      <Resolved />
    </QueryWrapper>
  );
}

function Resolved() {
  const { t } = useTranslationRef(shellTranslationRef);
  const { entity } = useEntity();
  const { state, scope, failures, error, retry } = useActivityScope(entity);
  if (state === 'loading') return <LoadingState lines={8} />;
  if (error !== undefined)
    return <ErrorState title={t('activity.failed')} error={error} onRetry={retry} />;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, minWidth: 0 }}>
      {failures.length > 0 && (
        <PartialBanner
          severity="info"
          title={t('activity.partial')}
          items={failures.map(({ cluster, reason }) => ({
            key: cluster,
            text: `${cluster}: ${reason}`,
          }))}
        />
      )}
      <Suspense fallback={<LoadingState lines={8} />}>
        <PlaceAccess places={placesOf(scope)} />
      </Suspense>
    </Box>
  );
}
