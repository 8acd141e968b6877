import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AuditEntry } from '@kubemate/plugin-audit-common';
import { Age, LiveTable, StatusChip, type LiveTableColumn, type RowRange } from '@kubemate/ui';
import { useMemo, type ReactNode } from 'react';
import { outcomeHealth } from '../sentence/outcomeHealth';
import { actorName } from '../sentence/sentenceOf';
import { useSentence } from '../sentence/useSentence';
import { auditTranslationRef } from '../translations/auditTranslationRef';

export interface RecordsTableProps {
  records: readonly AuditEntry[];
  total: number;
  loading: boolean;
  viewKey: string;
  empty: ReactNode;
  onOpen(record: AuditEntry): void;
  onNeedMore(): void;
  onSearchRequest?(): void;
}

/** Records as rows, as many as were loaded; the rest comes when it is scrolled to. */
export function RecordsTable(props: RecordsTableProps) {
  const { records, total, loading, viewKey, empty, onOpen, onNeedMore, onSearchRequest } = props;
  const { t } = useTranslationRef(auditTranslationRef);
  const columns = useColumns();
  const rows = useMemo(() => new Map(records.map((record, at) => [at, record])), [records]);
  const onRangeChange = ({ offset, limit }: RowRange) => {
    if (offset + limit > records.length && records.length < total) onNeedMore();
  };
  return (
    <LiveTable
      label={t('page.records')}
      columns={columns}
      total={Math.max(total, records.length)}
      rows={rows}
      rowKey={record => record.id}
      onRangeChange={onRangeChange}
      onRowOpen={onOpen}
      loading={loading}
      empty={empty}
      viewKey={viewKey}
      onSearchRequest={onSearchRequest}
    />
  );
}

function useColumns(): readonly LiveTableColumn<AuditEntry>[] {
  const { t } = useTranslationRef(auditTranslationRef);
  const sentence = useSentence();
  return useMemo(
    () => [
      { id: 'what', title: t('column.what'), width: 520, primary: true, text: sentence },
      {
        id: 'outcome',
        title: t('column.outcome'),
        width: 130,
        status: true,
        text: record => t(`outcome.${record.outcome}`),
        render: record => (
          <StatusChip
            variant="plain"
            health={outcomeHealth(record)}
            label={t(`outcome.${record.outcome}`)}
          />
        ),
      },
      {
        id: 'when',
        title: t('column.when'),
        width: 110,
        text: record => new Date(record.at).toLocaleString(),
        render: record => <Age at={record.at} />,
      },
      {
        id: 'actor',
        title: t('column.actor'),
        width: 130,
        text: record => actorName(record.actor),
      },
      {
        id: 'place',
        title: t('column.place'),
        width: 190,
        text: ({ target }) => [target?.cluster, target?.namespace].filter(Boolean).join(' / '),
      },
      { id: 'kind', title: t('column.kind'), width: 120, text: record => t(`kind.${record.kind}`) },
    ],
    [t, sentence],
  );
}
