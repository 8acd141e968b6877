import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LoadingState, operationFailure, PartialBanner } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { RiEyeLine } from '@remixicon/react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { useReveal } from './helmQueries';

/** Says that what comes may hold secrets and is recorded, before it is read; and why it could not be. */
export function RevealNotice(props: {
  reveal: ReturnType<typeof useReveal>;
  label: string;
  disabled?: boolean;
  onReveal(): void;
}) {
  const { reveal, label, disabled = false, onReveal } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  if (reveal.isPending) return <LoadingState label={t('helm.revealing')} lines={8} />;
  return (
    <Box sx={{ display: 'grid', gap: 2, justifyItems: 'start', maxWidth: 640 }}>
      {reveal.isError && (
        <PartialBanner
          severity="failed"
          title={t('helm.revealFailed')}
          items={[{ key: 'reason', text: operationFailure(reveal.error).message }]}
        />
      )}
      <Box>
        <Typography variant="subtitle1" component="h3">
          {t('helm.revealTitle')}
        </Typography>
        <Typography variant="body2" color="text.secondary">
          {t('helm.revealHint')}
        </Typography>
      </Box>
      <Button
        variant="contained"
        disabled={disabled}
        startIcon={<RiEyeLine size={16} />}
        onClick={onReveal}
      >
        {label}
      </Button>
    </Box>
  );
}
