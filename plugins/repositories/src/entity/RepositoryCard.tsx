import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { RepositoryAddress } from '@kubemate/plugin-repositories-common';
import {
  Age,
  describeError,
  ErrorState,
  KeyValueList,
  LoadingState,
  QueryWrapper,
  Section,
} from '@kubemate/ui';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useRepository } from '../api/queries';
import { shortName } from '../links/EntityName';
import { useLinks } from '../links/useLinks';
import { CloneButton } from '../repository/CloneButton';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { entityRepository } from './entityRepository';

/** The repository that an entity comes from, on the entity's page. */
export function RepositoryCard() {
  const { entity } = useEntity();
  const address = entityRepository(entity);
  if (address === undefined) return null;
  return (
    <QueryWrapper>
      <RepositoryFacts address={address} />
    </QueryWrapper>
  );
}

function RepositoryFacts({ address }: { address: RepositoryAddress }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const { owner, name, ref, path } = address;
  const query = useRepository({ owner, name });
  const { data } = query;
  return (
    <Section title={t('entity.title')} actions={data && <CloneButton cloneUrl={data.cloneUrl} />}>
      {query.isPending && <LoadingState lines={4} />}
      {query.isError &&
        data === undefined &&
        (describeError(query.error).kind === 'not-found' ? (
          <Typography variant="body2" color="text.secondary">
            {t('entity.hidden', { name: `${owner}/${name}` })}
          </Typography>
        ) : (
          <ErrorState
            title={t('repository.failed')}
            error={new Error(describeError(query.error).message)}
            onRetry={() => void query.refetch()}
          />
        ))}
      {data && (
        <KeyValueList
          items={[
            {
              key: 'repository',
              label: t('list.repository'),
              value: (
                <Link component={RouterLink} to={links.repository(data, { ref, path })}>
                  {`${owner}/${name}`}
                </Link>
              ),
            },
            ...(data.head
              ? [
                  {
                    key: 'commit',
                    label: t('entity.commit'),
                    value: (
                      <>
                        <Link component={RouterLink} to={links.commit(data, data.head.id)}>
                          {data.head.message.split('\n')[0]}
                        </Link>
                        {` · ${shortName(data.head.author)} · `}
                        <Age at={data.head.at} />
                      </>
                    ),
                  },
                ]
              : []),
            {
              key: 'pulls',
              label: t('list.pulls'),
              value: (
                <Link component={RouterLink} to={links.repository(data, { tab: 'pulls' })}>
                  {String(data.openPullRequests)}
                </Link>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
