import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { uiTranslationRef } from '../i18n/uiTranslationRef';

/** Stands over what happens on one of several clusters; nothing where there is one place. */
export function ClusterHeading({ cluster, count }: { cluster: string | undefined; count: number }) {
  const { t } = useTranslationRef(uiTranslationRef);
  if (cluster === undefined) return null;
  return (
    <Typography
      variant="subtitle2"
      component="h4"
      sx={{
        mt: 1.5,
        mb: 0.75,
        px: 1,
        py: 0.25,
        borderRadius: 0.5,
        bgcolor: 'kubemate.surface.sunken',
      }}
    >
      {cluster}
      <Typography component="span" variant="caption" color="text.secondary" sx={{ ml: 1 }}>
        {t('operation.objects', { count })}
      </Typography>
    </Typography>
  );
}
