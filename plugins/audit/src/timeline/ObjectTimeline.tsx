import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  FailureState,
  LoadingState,
  type ObjectTabTarget,
  Section,
  Timeline,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useRecords } from '../api/queries';
import { RecordDrawer } from '../record/RecordDrawer';
import { auditRouteRef } from '../routes';
import { outcomeHealth } from '../sentence/outcomeHealth';
import { useSentence } from '../sentence/useSentence';
import { auditTranslationRef } from '../translations/auditTranslationRef';

/** Who has just done something here comes to see it. */
const REFRESH_MS = 5_000;

/** What was done to one object, newest first. */
export function ObjectTimeline({ target }: { target: ObjectTabTarget }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const sentence = useSentence();
  const [open, setOpen] = useState('');
  const audit = useRouteRef(auditRouteRef)?.();
  const object = [target.kind, target.namespace ?? '_', target.name].join('/');
  const query = useRecords(
    { cluster: [target.cluster], object, severity: ['medium', 'high'] },
    { refreshMs: REFRESH_MS },
  );
  if (query.isPending) return <LoadingState lines={4} />;
  if (query.data === undefined) {
    return (
      <FailureState
        title={t('timeline.failed')}
        deniedTitle={t('page.denied')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const records = query.data.pages.flatMap(page => page.items);
  if (records.length === 0)
    return <EmptyState title={t('timeline.empty')} description={t('timeline.emptyHint')} />;
  const search = new URLSearchParams({ cluster: target.cluster, object, range: 'all' });
  return (
    <Section
      title={t('timeline.title')}
      flush
      actions={
        audit !== undefined && (
          <Link component={RouterLink} to={`${audit}?${search}`} variant="body2">
            {t('timeline.all')}
          </Link>
        )
      }
    >
      <Timeline
        items={records.map(record => ({
          key: record.id,
          health: outcomeHealth(record),
          title: sentence(record),
          source: t(`outcome.${record.outcome}`),
          text: (
            <Link component="button" onClick={() => setOpen(record.id)}>
              {t('notices.open')}
            </Link>
          ),
          at: record.at,
        }))}
      />
      {query.hasNextPage && (
        <Stack alignItems="center" sx={{ p: 1 }}>
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {t('timeline.more')}
          </Button>
        </Stack>
      )}
      <RecordDrawer id={open} onClose={() => setOpen('')} />
    </Section>
  );
}
