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
  useDocumentTitle,
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

interface Chosen {
  readonly action: 'promote' | 'ask' | 'rollback';
  /** Of a rollback the environment, else the transition. */
  readonly at: number;
  readonly opener: HTMLElement;
}

function Lanes({ board }: { board: Board }) {
  const [chosen, setChosen] = useState<Chosen>();
  const { environments, transitions } = board;
  const transition = chosen && transitions[chosen.at];
  const environment = chosen && environments[chosen.at];
  const common = { board, opener: chosen?.opener, onClose: () => setChosen(undefined) };
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
        {environments.map((each, at) => {
          const next = transitions.findIndex(({ from }) => from === each.name);
          const between = transitions[next];
          return (
            <Fragment key={each.name}>
              <EnvironmentCard
                environment={each}
                onRollback={opener => setChosen({ action: 'rollback', at, opener })}
              />
              {between !== undefined && (
                <TransitionCard
                  board={board}
                  transition={between}
                  onPromote={opener => setChosen({ action: 'promote', at: next, opener })}
                  onAsk={opener => setChosen({ action: 'ask', at: next, opener })}
                />
              )}
            </Fragment>
          );
        })}
      </Box>
      {chosen?.action === 'promote' && transition && (
        <PromoteDialog {...common} transition={transition} />
      )}
      {chosen?.action === 'ask' && transition && (
        <AskApprovalDialog {...common} transition={transition} />
      )}
      {chosen?.action === 'rollback' && environment && (
        <RollbackDialog {...common} environment={environment} />
      )}
    </>
  );
}
