import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ObjectDiff } from '@kubemate/operations-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { auditTranslationRef } from '../translations/auditTranslationRef';
import { formatValue } from './formatValue';

/** Field by field what changed, for each object. */
export function ChangeTable({ diff }: { diff: readonly ObjectDiff[] }) {
  const { t } = useTranslationRef(auditTranslationRef);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      {diff.map(({ target, changes }) => (
        <Box key={[target.cluster, target.namespace, target.kind, target.name].join('/')}>
          {diff.length > 1 && (
            <Typography variant="subtitle2">
              {target.kind}/{target.name}
            </Typography>
          )}
          {changes.length === 0 && (
            <Typography variant="body2" color="text.secondary">
              {t('record.noChanges')}
            </Typography>
          )}
          {changes.map(({ path, before, after }) => (
            <Box key={path} sx={{ py: 0.75, '& + &': { borderTop: 1, borderColor: 'divider' } }}>
              <Typography
                variant="caption"
                color="text.secondary"
                sx={{ overflowWrap: 'anywhere' }}
              >
                {path}
              </Typography>
              <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, typography: 'body2' }}>
                <Value as="del" label={t('record.before')} value={before} />
                <span aria-hidden>→</span>
                <Value as="ins" label={t('record.after')} value={after} />
              </Box>
            </Box>
          ))}
        </Box>
      ))}
    </Box>
  );
}

function Value(props: { as: 'del' | 'ins'; label: string; value: unknown }) {
  const { as, label, value } = props;
  const tone = as === 'del' ? 'failed' : 'ok';
  return (
    <Box
      component={as}
      aria-label={label}
      sx={{
        textDecoration: 'none',
        fontFamily: 'monospace',
        overflowWrap: 'anywhere',
        whiteSpace: 'pre-wrap',
        px: 0.5,
        borderRadius: 0.5,
        color: `kubemate.health.${tone}.fg`,
        bgcolor: `kubemate.health.${tone}.bg`,
      }}
    >
      {formatValue(value)}
    </Box>
  );
}
