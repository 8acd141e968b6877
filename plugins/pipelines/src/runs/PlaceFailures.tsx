import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PlaceFailure } from '@kubemate/plugin-pipelines-common';
import { PartialBanner } from '@kubemate/ui';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** Which places could not answer, and why. A cluster without Tekton has nothing to answer. */
export function PlaceFailures({ failures }: { failures: readonly PlaceFailure[] }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const missing = failures.filter(({ state }) => state !== 'not-served');
  if (missing.length === 0) return null;
  return (
    <PartialBanner
      title={t('runs.partial', { count: missing.length })}
      items={missing.map(({ place, reason, state }) => ({
        key: `${place} ${reason}`,
        text: t('runs.failure', { place, state: t(`failureState.${state}`), reason }),
      }))}
    />
  );
}
