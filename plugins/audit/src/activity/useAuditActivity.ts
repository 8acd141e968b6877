import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { describeError, type ActivityFinds, type ActivityScope } from '@kubemate/ui';
import { useMemo } from 'react';
import { useRecords } from '../api/queries';
import { auditRouteRef } from '../routes';
import { useSentence } from '../sentence/useSentence';
import { auditTranslationRef } from '../translations/auditTranslationRef';
import { recordItem } from './recordItem';
import { scopeFilter } from './scopeFilter';

/** What was done to the objects that a timeline is about, as far as the person may read it. */
export function useAuditActivity(scope: ActivityScope): ActivityFinds {
  const { t } = useTranslationRef(auditTranslationRef);
  const sentence = useSentence();
  const audit = useRouteRef(auditRouteRef)?.();
  const filter = useMemo(() => scopeFilter(scope), [scope]);
  const query = useRecords(filter ?? {}, { enabled: filter !== undefined });
  const { data, error, hasNextPage, fetchNextPage } = query;
  return useMemo(() => {
    const records = data?.pages.flatMap(({ items }) => items) ?? [];
    const items = records.flatMap(record => {
      const to = audit === undefined ? undefined : `${audit}?range=all&record=${record.id}`;
      return recordItem(record, { sentence: sentence(record), to }) ?? [];
    });
    return {
      state: filter !== undefined && data === undefined && error === null ? 'loading' : 'ready',
      items,
      gaps: gapsOf(error, t),
      ...(hasNextPage && { more: () => void fetchNextPage() }),
    };
  }, [t, sentence, audit, filter, data, error, hasNextPage, fetchNextPage]);
}

function gapsOf(
  error: Error | null,
  t: (
    key: 'timeline.activityDenied' | 'timeline.activityFailed',
    values: { reason: string },
  ) => string,
): ActivityFinds['gaps'] {
  if (error === null) return [];
  const { kind, message: reason } = describeError(error);
  return kind === 'denied'
    ? [{ kind: 'denied', text: t('timeline.activityDenied', { reason }) }]
    : [{ kind: 'failed', text: t('timeline.activityFailed', { reason }) }];
}
