import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PullRequestDetail, RepositoryPlace } from '@kubemate/plugin-repositories-common';
import {
  Age,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  Section,
  useDocumentTitle,
} from '@kubemate/ui';
import Typography from '@mui/material/Typography';
import { useParams } from 'react-router-dom';
import { usePullRequest } from '../api/queries';
import { CommitList } from '../commits/CommitList';
import { DiffFiles } from '../diff/DiffFiles';
import { MarkdownText } from '../files/MarkdownText';
import { EntityName } from '../links/EntityName';
import { useLinks } from '../links/useLinks';
import { PartFailure } from '../repository/PartFailure';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { MergeState } from './MergeState';
import { PullActions } from './PullActions';
import { PullStateChip } from './PullStateChip';

/** One pull request: what it brings, and whether it can be merged. */
export function PullRequestPage() {
  const { owner = '', name = '', number: text = '' } = useParams();
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const place = { owner, name };
  const number = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
  const query = usePullRequest(place, number);
  const request = query.data;
  const title = request?.title ?? `#${text}`;
  useDocumentTitle(title, `${owner}/${name}`);
  return (
    <Page>
      <PageHeader
        title={title}
        breadcrumbs={[
          { title: t('list.title'), to: links.repositories() },
          { title: `${owner}/${name}`, to: links.repository(place) },
          { title: t('tabs.pulls'), to: links.repository(place, { tab: 'pulls' }) },
        ]}
        status={request && <PullStateChip state={request.state} />}
        subtitle={request && <PullSubtitle request={request} />}
        actions={request && <PullActions place={place} request={request} />}
      />
      <PageContent>
        {query.isPending && <LoadingState lines={8} />}
        {query.isError && request === undefined && (
          <PartFailure
            query={query}
            unknown={t('pulls.unknown', { number: text })}
            failed={t('pulls.oneFailed')}
          />
        )}
        {request && <PullBody place={place} request={request} />}
      </PageContent>
    </Page>
  );
}

function PullSubtitle({ request }: { request: PullRequestDetail }) {
  const { number, head, base, author, createdAt } = request;
  return (
    <>
      {`#${number} · ${head} → ${base} · `}
      <EntityName entityRef={author} />
      {' · '}
      <Age at={createdAt} />
    </>
  );
}

function PullBody({ place, request }: { place: RepositoryPlace; request: PullRequestDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return (
    <>
      <MergeState request={request} />
      <Section title={t('pulls.body')} flush>
        {request.body.trim() === '' ? (
          <Typography variant="body2" color="text.secondary" sx={{ p: 2 }}>
            {t('pulls.noBody')}
          </Typography>
        ) : (
          <MarkdownText text={request.body} />
        )}
      </Section>
      {request.commits.length > 0 && (
        <Section title={t('tabs.commits')} flush>
          <CommitList place={place} commits={request.commits} />
        </Section>
      )}
      <DiffFiles {...request} />
    </>
  );
}
