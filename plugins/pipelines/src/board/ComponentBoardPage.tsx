import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Board } from '@kubemate/plugin-pipelines-common';
import {
  DataAge,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  textParam,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import { RiRouteLine } from '@remixicon/react';
import { Fragment, useState } from 'react';
import { useParams } from 'react-router-dom';
import { useBoard } from '../api/promotionQueries';
import { entityName } from '../approvals/entityName';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { AskApprovalDialog } from './AskApprovalDialog';
import { EvidenceSection } from './EvidenceSection';
import { EnvironmentCard } from './EnvironmentCard';
import { OverlaySection } from './OverlaySection';
import { PromoteDialog } from './PromoteDialog';
import { RollbackDialog } from './RollbackDialog';
import { TransitionCard } from './TransitionCard';

/** What one component runs in each environment, and what stands between two of them. */
export function ComponentBoardPage() {
  const { kind = '', namespace = '', name = '' } = useParams();
  const component = `${kind}:${namespace}/${name}`;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const query = useBoard(component);
  const { data, error } = query;
  const title = data?.title ?? name;
  useDocumentTitle(title, t('tabs.board'));
  return (
    <Page>
      <PageHeader
        title={title}
        icon={<RiRouteLine size={22} />}
        breadcrumbs={[
          { title: t('title'), to: links.runs() },
          { title: t('tabs.board'), to: links.board() },
        ]}
        subtitle={
          data?.owner === undefined
            ? component
            : t('board.ownedBy', { component, owner: entityName(data.owner) })
        }
        actions={
          <DataAge
            asOf={data?.asOf}
            connection={query.isError ? 'offline' : query.isPending ? 'connecting' : 'static'}
          />
        }
      />
      <PageContent>
        {data !== undefined ? (
          <>
            <Lanes board={data} />
            {data.repository !== undefined && <Overlays board={data} />}
            <EvidenceSection component={component} />
          </>
        ) : error === null ? (
          <LoadingState lines={8} />
        ) : (
          <Failure error={error} onRetry={() => void query.refetch()} />
        )}
      </PageContent>
    </Page>
  );
}

function Failure({ error, onRetry }: { error: Error; onRetry(): void }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { kind, message } = describeError(error);
  if (kind === 'denied') return <DeniedState title={t('board.denied')} reason={message} />;
  if (kind === 'not-found')
    return <EmptyState title={t('board.unknown')} description={t('board.unknownHint')} />;
  return <ErrorState title={t('board.failed')} error={new Error(message)} onRetry={onRetry} />;
}

function Overlays({ board }: { board: Board }) {
  return (
    <>
      {board.transitions.map(transition => (
        <OverlaySection key={transition.to} board={board} transition={transition} />
      ))}
    </>
  );
}

/** What is to be done, by the environment where it is; the address of the dialog. */
const PARAMS = {
  promote: textParam(),
  ask: textParam(),
  rollback: textParam(),
  release: textParam(),
};
const CLOSED = { promote: '', ask: '', rollback: '', release: '' };

function Lanes({ board }: { board: Board }) {
  const [{ promote, ask, rollback, release }, update] = useUrlState(PARAMS);
  const [opener, setOpener] = useState<HTMLElement | null>(null);
  const { environments, transitions } = board;
  const open = (action: Partial<typeof CLOSED>, from: HTMLElement) => {
    setOpener(from);
    update({ ...CLOSED, ...action }, { history: 'push' });
  };
  const promoted = transitions.find(({ to }) => to === promote);
  const asked = transitions.find(({ to }) => to === ask);
  const environment = environments.find(({ name }) => name === rollback);
  const common = { board, opener, onClose: () => update(CLOSED) };
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexDirection: { xs: 'column', lg: 'row' },
          alignItems: 'stretch',
          gap: 1.5,
        }}
      >
        {environments.map(each => {
          const { name } = each;
          const between = transitions.find(({ from }) => from === name);
          return (
            <Fragment key={name}>
              <EnvironmentCard
                environment={each}
                onRollback={from => open({ rollback: name }, from)}
              />
              {between !== undefined && (
                <TransitionCard
                  board={board}
                  transition={between}
                  onPromote={from => open({ promote: between.to }, from)}
                  onAsk={from => open({ ask: between.to }, from)}
                />
              )}
            </Fragment>
          );
        })}
      </Box>
      {promoted !== undefined ? (
        <PromoteDialog {...common} transition={promoted} />
      ) : asked !== undefined ? (
        <AskApprovalDialog {...common} transition={asked} />
      ) : (
        environment !== undefined && (
          <RollbackDialog
            {...{ ...common, environment, release }}
            onRelease={id => update({ release: id })}
          />
        )
      )}
    </>
  );
}
