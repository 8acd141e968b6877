import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ErrorDisplayProps } from '@backstage/frontend-plugin-api';
import { ErrorState } from '@kubemate/ui';
import { shellTranslationRef } from '../translations/shellTranslationRef';

/** Stands where a page or a part of one threw while it was drawn; the rest of the portal goes on. */
export function BrokenPage({ error, resetError }: ErrorDisplayProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  return <ErrorState title={t('broken.title')} error={error} onRetry={resetError} />;
}
