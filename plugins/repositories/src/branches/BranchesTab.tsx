import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import type { BranchHead, RepositoryDetail } from '@kubemate/plugin-repositories-common';
import { ActionButton, Age } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { RiDeleteBinLine, RiGitPullRequestLine, RiShieldLine } from '@remixicon/react';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { ListLine } from '../links/ListLine';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { OpenPullRequestDialog } from '../pulls/OpenPullRequestDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Branches, the default one first, then the newest; each can be proposed. */
export function BranchesTab({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [asked, setAsked] = useState<{ branch: string; opener: HTMLElement }>();
  const [doomed, setDoomed] = useState<{ branch: string; opener: HTMLElement }>();
  const { owner, name, defaultBranch, branches } = repository;
  const sorted = [...branches].sort(
    (a, b) => Number(b.name === defaultBranch) - Number(a.name === defaultBranch) || b.at - a.at,
  );
  return (
    <>
      <Card component="section" aria-label={t('tabs.branches')}>
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {sorted.map(branch => (
            <BranchLine
              key={branch.name}
              repository={repository}
              branch={branch}
              onPropose={opener => setAsked({ branch: branch.name, opener })}
              onDelete={opener => setDoomed({ branch: branch.name, opener })}
            />
          ))}
        </Box>
      </Card>
      {doomed && (
        <RepositoryDialog
          contract={repositoryOperations.deleteBranch}
          input={{ owner, name, branch: doomed.branch }}
          title={t('branches.deleteTitle', { name: doomed.branch })}
          runLabel={t('branches.delete')}
          opener={doomed.opener}
          onClose={() => setDoomed(undefined)}
        />
      )}
      {asked && (
        <OpenPullRequestDialog
          repository={repository}
          head={asked.branch}
          opener={asked.opener}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

function BranchLine(props: {
  repository: RepositoryDetail;
  branch: BranchHead;
  onPropose(opener: HTMLElement): void;
  onDelete(opener: HTMLElement): void;
}) {
  const { repository, branch, onPropose, onDelete } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const { name, head, subject, author, at } = branch;
  const isDefault = name === repository.defaultBranch;
  return (
    <ListLine>
      <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
          <Link
            component={RouterLink}
            to={links.repository(repository, isDefault ? {} : { ref: name })}
            sx={{ overflowWrap: 'anywhere', fontWeight: 500 }}
          >
            {name}
          </Link>
          {isDefault && <Chip size="small" label={t('branches.default')} />}
          {isDefault && repository.protectDefaultBranch && (
            <Chip
              size="small"
              variant="outlined"
              icon={<RiShieldLine size={14} />}
              label={t('branches.protected')}
            />
          )}
        </Box>
        <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
          <Link component={RouterLink} to={links.commit(repository, head)} color="inherit">
            {subject}
          </Link>
          {` · ${author} · `}
          <Age at={at} />
        </Typography>
      </Box>
      {!isDefault && (
        <ActionButton
          size="small"
          variant="outlined"
          color="inherit"
          startIcon={<RiDeleteBinLine size={16} />}
          disabledReason={repository.may.write ? undefined : t('branches.deleteDenied')}
          onClick={event => onDelete(event.currentTarget)}
        >
          {t('branches.delete')}
        </ActionButton>
      )}
      {!isDefault && (
        <ActionButton
          size="small"
          variant="outlined"
          startIcon={<RiGitPullRequestLine size={16} />}
          disabledReason={repository.may.write ? undefined : t('pulls.openDenied')}
          onClick={event => onPropose(event.currentTarget)}
        >
          {t('pulls.open')}
        </ActionButton>
      )}
    </ListLine>
  );
}
