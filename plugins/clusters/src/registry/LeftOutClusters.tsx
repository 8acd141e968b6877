import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PartialBanner } from '@kubemate/ui';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { RemoveClusterDialog } from './ClusterManagement';
import { useRegistrations, useRegistryAccess } from './useRegistry';

/** Clusters that were added and that the portal does not show, each with the reason and the way to take it away. */
export function LeftOutClusters() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { change } = useRegistryAccess();
  const registrations = useRegistrations({ enabled: change?.allowed === true });
  const [removing, setRemoving] = useState<string>();
  const leftOut = (registrations.data?.items ?? []).filter(({ problem }) => problem !== undefined);
  if (leftOut.length === 0) return null;
  return (
    <>
      <PartialBanner
        title={t('registry.leftOut', { count: leftOut.length })}
        items={leftOut.map(({ name, problem = '' }) => ({
          key: name,
          text: (
            <>
              {t('registry.leftOutItem', { name, reason: problem })}{' '}
              <Button
                size="small"
                color="inherit"
                aria-label={t('registry.removeOf', { name })}
                onClick={() => setRemoving(name)}
              >
                {t('registry.remove')}
              </Button>
            </>
          ),
        }))}
      />
      {removing !== undefined && (
        <RemoveClusterDialog name={removing} opener={null} onClose={() => setRemoving(undefined)} />
      )}
    </>
  );
}
