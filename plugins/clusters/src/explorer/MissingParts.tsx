import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PartialBanner } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { FailureChips } from './FailureChips';
import type { LiveRows } from './useRowsFeed';

export interface MissingPartsProps {
  live: LiveRows;
  /** Clusters whose kinds are not known. */
  kindFailures: readonly { readonly cluster: string; readonly reason: string }[];
}

/** What a table of rows cannot show now, and why. */
export function MissingParts({ live, kindFailures }: MissingPartsProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <>
      <FailureChips failures={live.failures} />
      {kindFailures.length > 0 && (
        <Typography variant="caption" color="text.secondary">
          {kindFailures.map(failure => t('explorer.kindsFailed', failure)).join(' ')}
        </Typography>
      )}
      {live.connection === 'offline' && live.state === 'ready' && (
        <PartialBanner
          title={t('explorer.offline')}
          action={<Button onClick={live.retry}>{t('explorer.retry')}</Button>}
        />
      )}
    </>
  );
}
