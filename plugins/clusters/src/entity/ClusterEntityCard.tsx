import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { describeError, ErrorState, LoadingState } from '@kubemate/ui';
import { useClusterSummary } from '../api/queries';
import { ClusterCard } from '../clusters/ClusterCard';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { clusterOf } from './clusterOf';

/** The cluster that a Resource of the catalog stands for, live, with the way to its page. */
export function ClusterEntityCard() {
  const { entity } = useEntity();
  const cluster = clusterOf(entity);
  return cluster === undefined ? null : <Live cluster={cluster} />;
}

function Live({ cluster }: { cluster: string }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { data, error, isPending, refetch } = useClusterSummary(cluster);
  if (data !== undefined) return <ClusterCard summary={data} />;
  return isPending ? (
    <LoadingState lines={4} />
  ) : (
    <ErrorState
      title={t('entity.clusterFailed')}
      error={new Error(describeError(error).message)}
      onRetry={() => void refetch()}
    />
  );
}
