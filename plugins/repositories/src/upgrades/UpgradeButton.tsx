import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  repositoryOperations,
  type RepositoryPlace,
  type TemplatedRepositoryDetail,
} from '@kubemate/plugin-repositories-common';
import { ActionButton } from '@kubemate/ui';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { RiGitPullRequestLine } from '@remixicon/react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Opens the pull request of an upgrade, with its plan first; off with the reason where there is none to open. */
export function UpgradeButton(props: {
  place: RepositoryPlace;
  templated: TemplatedRepositoryDetail;
}) {
  const { place, templated } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const [opener, setOpener] = useState<HTMLElement>();
  const { owner, name } = place;
  const { url } = templated;
  const close = () => setOpener(undefined);
  const [opened, setOpened] = useState<{ number: number; url: string; isDraft?: boolean }>();
  return (
    <>
      {opened && (
        <Link href={opened.url} underline="always" variant="body2">
          {`${t('upgrades.open')} #${opened.number}`}
        </Link>
      )}
      {opened?.isDraft !== undefined && (
        <Typography variant="body2" color={opened.isDraft ? 'text.secondary' : 'error'}>
          {t(opened.isDraft ? 'upgrades.isDraft' : 'upgrades.isNoDraft')}
        </Typography>
      )}
      <ActionButton
        variant="contained"
        startIcon={<RiGitPullRequestLine size={16} />}
        disabledReason={useWhyNot(templated)}
        onClick={event => setOpener(event.currentTarget)}
      >
        {t('upgrades.upgrade')}
      </ActionButton>
      {opener && url !== undefined && (
        <RepositoryDialog
          contract={repositoryOperations.upgradeOnHost}
          input={{ repository: url }}
          title={t('upgrades.upgradeTitle', { name: `${owner}/${name}` })}
          runLabel={t('upgrades.run')}
          {...{ opener, onClose: close }}
          onReceipt={({ status, output }) => {
            const { number, url: page, isDraft } = output ?? {};
            if (status === 'succeeded' && typeof number === 'number' && typeof page === 'string')
              setOpened({
                ...{ number, url: page },
                ...(typeof isDraft === 'boolean' ? { isDraft } : {}),
              });
          }}
        />
      )}
      {opener && url === undefined && (
        <RepositoryDialog
          contract={repositoryOperations.upgrade}
          input={{ owner, name }}
          title={t('upgrades.upgradeTitle', { name: `${owner}/${name}` })}
          runLabel={t('upgrades.run')}
          {...{ opener, onClose: close }}
          onReceipt={({ status, output }) => {
            const number = output?.number;
            if (status === 'succeeded' && typeof number === 'number')
              navigate(links.pullRequest(place, number));
          }}
        />
      )}
    </>
  );
}

function useWhyNot(templated: TemplatedRepositoryDetail): string | undefined {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { may, state, openUpgrade, files, notCompared } = templated;
  if (state === 'unrecorded') return t('upgrades.unrecordedHint');
  if (state === 'broken') return templated.reason;
  if (notCompared !== undefined) return notCompared;
  if (!may.write) return t('pulls.openDenied');
  if (openUpgrade !== undefined) return t('upgrades.isOpen', { number: String(openUpgrade) });
  const brings = state !== 'current' || files.some(({ today }) => today !== undefined);
  return brings ? undefined : t('upgrades.nothing');
}
