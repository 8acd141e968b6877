import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ResourceId, Row } from '@kubemate/kube-common';
import {
  type ColumnLayout,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  LiveTable,
  type LiveTableColumn,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import { useCallback } from 'react';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { LiveRows } from './useRowsFeed';

export interface RowsTableProps {
  resource: ResourceId;
  /** `Pods`, `deployments`: names the rows in sentences. */
  kind: string;
  live: LiveRows;
  columns: readonly LiveTableColumn<Row>[];
  layout: ColumnLayout;
  onLayoutChange(layout: ColumnLayout): void;
  sort?: string;
  onSortChange(sort: string): void;
  /** Conditions are on, so an empty table may be their doing. */
  filtered: boolean;
  onClear(): void;
  onSearchRequest?(): void;
  selected?: ReadonlySet<string>;
  onSelectedChange?(selected: ReadonlySet<string>): void;
  onRowMenu?(row: Row, anchor: HTMLElement): void;
}

/** Unique over all clusters. */
export function rowKey(row: Row): string {
  return `${row.cluster}/${row.uid}`;
}

/** Live rows of one kind in each of their states. */
export function RowsTable(props: RowsTableProps) {
  const { resource, kind, live, filtered, onClear, ...table } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const rowHref = useCallback(
    (row: Row) =>
      links.object({ cluster: row.cluster, resource, namespace: row.namespace, name: row.name }),
    [links, resource],
  );
  const clear = filtered && (
    <Button variant="outlined" onClick={onClear}>
      {t('explorer.clear')}
    </Button>
  );
  if (live.state === 'failed') {
    const { kind: why, message } = describeError(live.error);
    if (why === 'denied')
      return <DeniedState title={t('explorer.denied', { kind })} reason={message} action={clear} />;
    return (
      <ErrorState
        title={t(why === 'invalid' ? 'explorer.invalid' : 'explorer.failed')}
        error={new Error(message)}
        onRetry={live.retry}
        action={clear}
      />
    );
  }
  if (live.state === 'loading' && live.connection === 'offline')
    return (
      <ErrorState
        title={t('explorer.failed')}
        error={new Error(describeError(live.error).message)}
        description={t('explorer.offlineRetry')}
        onRetry={live.retry}
      />
    );
  const denied = live.failures.filter(failure => failure.state === 'denied');
  const allDenied = live.total === 0 && denied.length > 0 && denied.length === live.failures.length;
  const empty =
    allDenied && !filtered ? (
      <DeniedState title={t('explorer.denied', { kind })} reason={denied[0]?.reason ?? ''} />
    ) : (
      <EmptyState
        title={t(filtered ? 'explorer.emptyFiltered' : 'explorer.empty', { kind })}
        description={t(filtered ? 'explorer.emptyFilteredHint' : 'explorer.emptyHint')}
        action={clear || undefined}
      />
    );
  return (
    <LiveTable
      {...table}
      label={kind}
      total={live.total}
      rows={live.rows}
      rowKey={rowKey}
      rowHref={rowHref}
      onRangeChange={live.onRangeChange}
      loading={live.state === 'loading'}
      empty={empty}
    />
  );
}
