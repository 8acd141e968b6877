import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Notice } from '@kubemate/plugin-audit-common';
import { EmptyState, FailureState, LoadingState, Section, Timeline } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import { useNotices, useReadNotices } from '../api/queries';
import { actorName } from '../sentence/sentenceOf';
import { auditTranslationRef } from '../translations/auditTranslationRef';

/** What the rules found, the newest first, each with the record that raised it. */
export function NoticeList({ onOpen }: { onOpen(recordId: string): void }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const query = useNotices(true);
  const markRead = useReadNotices();
  if (query.isPending) return <LoadingState lines={5} />;
  if (query.data === undefined)
    return (
      <FailureState
        title={t('notices.failed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items } = query.data;
  if (items.length === 0)
    return <EmptyState title={t('notices.empty')} description={t('notices.emptyHint')} />;
  const unread = items.filter(({ read }) => !read).map(({ id }) => id);
  return (
    <Section
      title={t('page.findings')}
      flush
      actions={
        unread.length > 0 && (
          <Button
            size="small"
            disabled={markRead.isPending}
            onClick={() => markRead.mutate(unread)}
          >
            {t('notices.markRead')}
          </Button>
        )
      }
    >
      <Timeline
        items={items.map(notice => ({
          key: notice.id,
          health: notice.severity === 'high' ? 'failed' : 'warning',
          title: `${t(`rule.${notice.rule}`)}${notice.read ? '' : ' •'}`,
          source: [actorName(notice.actor), notice.cluster].filter(Boolean).join(' · '),
          text: <NoticeText notice={notice} onOpen={onOpen} />,
          at: notice.lastAt,
          count: notice.count,
        }))}
      />
    </Section>
  );
}

function NoticeText({ notice, onOpen }: { notice: Notice; onOpen(recordId: string): void }) {
  const { t } = useTranslationRef(auditTranslationRef);
  return (
    <Stack direction="row" gap={1} flexWrap="wrap">
      <span>{notice.summary}</span>
      <Link component="button" onClick={() => onOpen(notice.recordId)}>
        {t('notices.open')}
      </Link>
    </Stack>
  );
}
