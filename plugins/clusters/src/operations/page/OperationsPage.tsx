import { useApi, useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationReceipt } from '@kubemate/operations-common';
import {
  ApprovalInbox,
  choiceParam,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  operationsApiRef,
  Page,
  PageContent,
  PageHeader,
  PartialBanner,
  ReceiptList,
  Section,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../../links/useLinks';
import { operationsRouteRef } from '../../routes';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { useNoteReceipt } from '../ActionDialog';
import { useMyReceipts, useWaitingReceipts } from './useReceipts';

const PARAMS = { tab: choiceParam(['mine', 'approvals'] as const) };

/** What the person did and can still undo or resume, and what waits for their word. */
export function OperationsPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const path = useRouteRef(operationsRouteRef)?.() ?? '/operations';
  const [{ tab }] = useUrlState(PARAMS);
  const waiting = useWaitingReceipts();
  const number = waiting.data?.length ?? 0;
  useDocumentTitle(t(`operations.page.${tab}`), t('operations.page.title'));
  return (
    <Page>
      <PageHeader
        title={t('operations.page.title')}
        activeTab={tab}
        tabs={[
          { id: 'mine', title: t('operations.page.mine'), to: path },
          {
            id: 'approvals',
            title: t('operations.page.approvals'),
            to: `${path}?tab=approvals`,
            ...(number > 0 ? { badge: `(${number})` } : {}),
          },
        ]}
      />
      <PageContent layout="scroll">{tab === 'mine' ? <Mine /> : <Approvals />}</PageContent>
    </Page>
  );
}

function Mine() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const query = useMyReceipts();
  return (
    <Receipts
      title={t('operations.page.mine')}
      query={query}
      empty={
        <EmptyState
          title={t('operations.page.mineEmpty')}
          description={t('operations.page.mineEmptyHint')}
          action={
            <Button variant="outlined" component={RouterLink} to={links.explorer()}>
              {t('operations.page.explore')}
            </Button>
          }
        />
      }
    >
      {receipts => <ReceiptList receipts={receipts} operations={operations} onChange={note} />}
    </Receipts>
  );
}

function Approvals() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const operations = useApi(operationsApiRef);
  const query = useWaitingReceipts();
  return (
    <Receipts
      title={t('operations.page.approvals')}
      query={query}
      empty={
        <EmptyState
          title={t('operations.page.approvalsEmpty')}
          description={t('operations.page.approvalsEmptyHint')}
        />
      }
    >
      {receipts => (
        <ApprovalInbox
          receipts={receipts}
          operations={operations}
          onDecided={() => void query.refetch()}
        />
      )}
    </Receipts>
  );
}

/** A list of receipts in each of its states; what was loaded before stays while a reload fails. */
function Receipts(props: {
  title: string;
  query: UseQueryResult<readonly OperationReceipt[]>;
  empty: ReactNode;
  children(receipts: readonly OperationReceipt[]): ReactNode;
}) {
  const { title, query, empty, children } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const error = query.isError ? describeError(query.error) : undefined;
  if (query.data === undefined) {
    if (error === undefined) return <LoadingState lines={6} />;
    if (error.kind === 'denied') return <DeniedState reason={error.message} />;
    return (
      <ErrorState
        title={t('operations.page.failed')}
        error={new Error(error.message)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <>
      {error !== undefined && (
        <PartialBanner
          title={t('operations.page.failed')}
          items={[{ key: 'reason', text: error.message }]}
        />
      )}
      {query.data.length === 0 ? (
        empty
      ) : (
        <Section title={title} flush>
          {children(query.data)}
        </Section>
      )}
    </>
  );
}
