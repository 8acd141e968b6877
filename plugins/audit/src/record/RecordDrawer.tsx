import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  describeError,
  ErrorState,
  LoadingState,
  Section,
  ServerText,
  StatusChip,
  Timeline,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiCloseLine } from '@remixicon/react';
import { useRecord } from '../api/queries';
import { outcomeHealth } from '../sentence/outcomeHealth';
import { useSentence } from '../sentence/useSentence';
import { auditTranslationRef } from '../translations/auditTranslationRef';
import { ChangeTable } from './ChangeTable';
import { RecordFacts } from './RecordFacts';

/** One record whole, beside the page. */
export function RecordDrawer({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslationRef(auditTranslationRef);
  return (
    <Drawer
      anchor="right"
      open={id !== ''}
      onClose={onClose}
      PaperProps={{
        role: 'dialog',
        'aria-label': t('record.title'),
        sx: { width: { xs: '100vw', sm: 620 }, maxWidth: '100vw' },
      }}
    >
      <Stack
        direction="row"
        alignItems="center"
        justifyContent="space-between"
        sx={{ px: 2, py: 1, borderBottom: 1, borderColor: 'divider' }}
      >
        <Typography variant="h2">{t('record.title')}</Typography>
        <Stack direction="row" alignItems="center">
          <CopyButton text={() => window.location.href} label={t('record.share')} />
          <IconButton onClick={onClose} aria-label={t('record.close')}>
            <RiCloseLine size={18} />
          </IconButton>
        </Stack>
      </Stack>
      <Box sx={{ p: 2, display: 'flex', flexDirection: 'column', gap: 2, overflow: 'auto' }}>
        {id !== '' && <RecordDetail id={id} />}
      </Box>
    </Drawer>
  );
}

function RecordDetail({ id }: { id: string }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const sentence = useSentence();
  const query = useRecord(id);
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.data === undefined) {
    const { message } = describeError(query.error);
    return (
      <ErrorState
        title={t('record.failed')}
        error={new Error(message)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const record = query.data;
  return (
    <>
      <Stack gap={1} alignItems="flex-start">
        <Typography variant="h3" sx={{ overflowWrap: 'anywhere' }}>
          {sentence(record)}
        </Typography>
        <StatusChip health={outcomeHealth(record)} label={t(`outcome.${record.outcome}`)} />
        {record.error !== undefined && (
          <Typography variant="body2" color="error">
            <ServerText text={record.error.message} />
          </Typography>
        )}
      </Stack>
      <Section title={t('record.facts')}>
        <RecordFacts record={record} />
      </Section>
      {record.diff !== undefined && record.diff.length > 0 && (
        <Section title={t('record.changes')}>
          <ChangeTable diff={record.diff} />
        </Section>
      )}
      {record.results !== undefined && record.results.length > 1 && (
        <Section title={t('record.results', { number: String(record.results.length) })} flush>
          <Timeline
            items={record.results.map(({ target, status, message }, at) => ({
              key: String(at),
              health: status === 'succeeded' ? 'ok' : status === 'failed' ? 'failed' : 'unknown',
              title: `${target.kind}/${target.name}`,
              source: [target.namespace, target.cluster].filter(Boolean).join(' · '),
              text: message,
            }))}
          />
        </Section>
      )}
      {record.joined.length > 0 && (
        <Section title={t('record.joined')} flush>
          <Timeline
            items={record.joined.map(other => ({
              key: other.id,
              health: outcomeHealth(other),
              title: other.summary,
              source: t(`kind.${other.kind}`),
              text: other.kubernetes && `${other.kubernetes.user} · ${other.kubernetes.auditId}`,
              at: other.at,
            }))}
          />
        </Section>
      )}
    </>
  );
}
