import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { CommitDetail, RepositoryPlace } from '@kubemate/plugin-repositories-common';
import {
  Age,
  CopyButton,
  fonts,
  KeyValueList,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  Section,
  useDocumentTitle,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { useCommit } from '../api/queries';
import { DiffFiles } from '../diff/DiffFiles';
import { shortName } from '../links/EntityName';
import { useLinks } from '../links/useLinks';
import { PartFailure } from '../repository/PartFailure';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** One commit with what it changes. */
export function CommitPage() {
  const { owner = '', name = '', commit = '' } = useParams();
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const place = { owner, name };
  const query = useCommit(place, commit);
  const title = query.data?.message.split('\n')[0] || commit.slice(0, 8);
  useDocumentTitle(title, `${owner}/${name}`);
  return (
    <Page>
      <PageHeader
        title={title}
        breadcrumbs={[
          { title: t('list.title'), to: links.repositories() },
          { title: `${owner}/${name}`, to: links.repository(place) },
          { title: t('tabs.commits'), to: links.repository(place, { tab: 'commits' }) },
        ]}
      />
      <PageContent>
        {query.isPending && <LoadingState lines={8} />}
        {query.isError && (
          <PartFailure
            query={query}
            unknown={t('commits.unknown')}
            failed={t('commits.oneFailed')}
          />
        )}
        {query.data && <CommitBody place={place} commit={query.data} />}
      </PageContent>
    </Page>
  );
}

function CommitBody({ place, commit }: { place: RepositoryPlace; commit: CommitDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const rest = commit.message.split('\n').slice(1).join('\n').trim();
  return (
    <>
      <Section title={t('commits.about')}>
        {rest !== '' && (
          <Box component="pre" sx={{ m: 0, mb: 2, whiteSpace: 'pre-wrap', font: 'inherit' }}>
            {rest}
          </Box>
        )}
        <KeyValueList
          items={[
            { key: 'author', label: t('commits.author'), value: shortName(commit.author) },
            { key: 'at', label: t('commits.at'), value: <Age at={commit.at} /> },
            {
              key: 'id',
              label: t('commits.id'),
              value: (
                <>
                  <Box component="code" sx={{ fontFamily: fonts.mono, fontSize: 12 }}>
                    {commit.id}
                  </Box>
                  <CopyButton text={commit.id} label={t('commits.copy')} />
                </>
              ),
            },
            ...(commit.parents.length === 0
              ? []
              : [
                  {
                    key: 'parents',
                    label: t('commits.parents'),
                    value: commit.parents.map(id => (
                      <Link
                        key={id}
                        component={RouterLink}
                        to={links.commit(place, id)}
                        sx={{ mr: 1, fontFamily: fonts.mono, fontSize: 12 }}
                      >
                        {id.slice(0, 8)}
                      </Link>
                    )),
                  },
                ]),
          ]}
        />
      </Section>
      <DiffFiles {...commit} />
    </>
  );
}
