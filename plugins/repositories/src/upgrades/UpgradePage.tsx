import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  RepositoryPlace,
  TemplatedRepositoryDetail,
} from '@kubemate/plugin-repositories-common';
import {
  EmptyState,
  KeyValueList,
  LoadingState,
  PageContent,
  PartialBanner,
  Section,
  useDocumentTitle,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { RiCheckLine } from '@remixicon/react';
import { Link as RouterLink, useParams, useSearchParams } from 'react-router-dom';
import { useTemplatedRepository } from '../api/queries';
import { EntityName } from '../links/EntityName';
import { useLinks } from '../links/useLinks';
import { PartFailure } from '../repository/PartFailure';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { DriftFiles } from './DriftFiles';
import { TemplateState } from './TemplateState';
import { UpgradeButton } from './UpgradeButton';
import { useTemplateSay } from './useTemplateSay';

/** One service against the template that made it: versions, files, and the upgrade. */
export function UpgradePage() {
  const { owner = '', name = '' } = useParams();
  const [params] = useSearchParams();
  const url = params.get('repository') ?? undefined;
  const title = url?.replace(/^https?:\/\//, '') ?? `${owner}/${name}`;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const place = { owner, name };
  const query = useTemplatedRepository(place, url);
  const { data } = query;
  useDocumentTitle(t('upgrades.title'), title);
  return (
    <PageContent>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
        <Box sx={{ flex: 1, minWidth: 220 }}>
          <Link
            component={RouterLink}
            to={links.upgrades()}
            variant="body2"
            color="text.secondary"
            underline="always"
          >
            {t('upgrades.all')}
          </Link>
          <Typography variant="h2" sx={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
        </Box>
        {data && <UpgradeButton place={place} templated={data} />}
      </Box>
      {query.isPending && <LoadingState lines={8} />}
      {query.isError && data === undefined && (
        <PartFailure
          query={query}
          unknown={t('upgrades.unknown')}
          failed={t('upgrades.oneFailed')}
        />
      )}
      {data && <Drift place={place} templated={data} />}
    </PageContent>
  );
}

function Drift(props: { place: RepositoryPlace; templated: TemplatedRepositoryDetail }) {
  const { place, templated } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { notCompared, reason, since, files, state, template } = templated;
  const say = useTemplateSay([template]);
  const hint = state === 'unrecorded' ? t('upgrades.unrecordedHint') : reason;
  return (
    <>
      {hint !== undefined && <PartialBanner severity="info" title={hint} />}
      <Section title={t('upgrades.about')}>
        <Facts {...props} />
      </Section>
      {since.length > 0 && (
        <Section title={t('upgrades.since')}>
          <Box component="ul" sx={{ m: 0, pl: 2.5, typography: 'body2' }}>
            {since.map(({ version, summary }) => (
              <li key={version}>
                <strong>{version}</strong> {say(template, summary)}
              </li>
            ))}
          </Box>
        </Section>
      )}
      {notCompared !== undefined && (
        <PartialBanner
          title={t('upgrades.notCompared')}
          items={[{ key: 'reason', text: notCompared }]}
        />
      )}
      {state !== 'unrecorded' && state !== 'broken' && (
        <Section title={t('upgrades.files')} flush>
          {files.length === 0 ? (
            <EmptyState
              icon={<RiCheckLine size={28} />}
              title={t(notCompared === undefined ? 'upgrades.same' : 'upgrades.untouched')}
            />
          ) : (
            <DriftFiles place={place} isElsewhere={templated.url !== undefined} files={files} />
          )}
        </Section>
      )}
    </>
  );
}

function Facts(props: { place: RepositoryPlace; templated: TemplatedRepositoryDetail }) {
  const { place, templated } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const { component, template, version, current, openUpgrade, url } = templated;
  return (
    <KeyValueList
      items={[
        {
          ...{ key: 'state', label: t('upgrades.stateTitle') },
          value: <TemplateState templated={templated} />,
        },
        {
          ...{ key: 'template', label: t('upgrades.template') },
          value: <EntityLink entityRef={template} />,
        },
        ...(version === undefined
          ? []
          : [
              {
                ...{ key: 'version', label: t('upgrades.version') },
                value:
                  current === undefined || current === version
                    ? version
                    : `${version} → ${current}`,
              },
            ]),
        ...(component === undefined
          ? []
          : [
              {
                ...{ key: 'component', label: t('upgrades.component') },
                value: <EntityLink entityRef={component} />,
              },
            ]),
        {
          ...{ key: 'repository', label: t('list.repository') },
          value:
            url === undefined ? (
              <Link component={RouterLink} to={links.repository(place)}>
                {`${place.owner}/${place.name}`}
              </Link>
            ) : (
              <Link href={url}>{url}</Link>
            ),
        },
        ...(openUpgrade === undefined
          ? []
          : [
              {
                ...{ key: 'open', label: t('upgrades.open') },
                value: (
                  <Link component={RouterLink} to={links.pullRequest(place, openUpgrade)}>
                    {`#${openUpgrade}`}
                  </Link>
                ),
              },
            ]),
      ]}
    />
  );
}

function EntityLink({ entityRef }: { entityRef: string }) {
  const to = useLinks().entity(entityRef);
  if (to === undefined) return <EntityName entityRef={entityRef} />;
  return (
    <Link component={RouterLink} to={to}>
      <EntityName entityRef={entityRef} />
    </Link>
  );
}
