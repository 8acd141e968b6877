import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { repositoryOperations, type RepositoryDetail } from '@kubemate/plugin-repositories-common';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Proposes to merge a branch, and leads to the pull request. */
export function OpenPullRequestDialog(props: {
  repository: RepositoryDetail;
  /** Chosen in the form where absent. */
  head?: string;
  opener: HTMLElement;
  onClose(): void;
}) {
  const { repository, opener, onClose } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const { owner, name, branches, defaultBranch } = repository;
  const others = branches.filter(branch => branch.name !== defaultBranch);
  const [head, setHead] = useState(props.head ?? others[0]?.name ?? '');
  const [typed, setTitle] = useState<string>();
  const [body, setBody] = useState('');
  const title = typed ?? branches.find(branch => branch.name === head)?.subject ?? '';
  const isReady = head !== '' && title.trim() !== '';
  return (
    <RepositoryDialog
      contract={repositoryOperations.openPullRequest}
      input={isReady ? { owner, name, head, title: title.trim(), body } : undefined}
      inputHint={t(head === '' ? 'pulls.noBranch' : 'pulls.titleFirst')}
      title={t('pulls.openTitle', { base: defaultBranch })}
      runLabel={t('pulls.open')}
      opener={opener}
      onClose={onClose}
      onReceipt={({ status, output }) => {
        if (status === 'succeeded' && typeof output?.number === 'number')
          navigate(links.pullRequest({ owner, name }, output.number));
      }}
    >
      <Stack gap={2} sx={{ pt: 1 }}>
        <TextField
          select
          label={t('pulls.head')}
          value={head}
          onChange={event => setHead(event.target.value)}
        >
          {others.map(branch => (
            <MenuItem key={branch.name} value={branch.name}>
              {branch.name}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          label={t('pulls.titleField')}
          value={title}
          onChange={event => setTitle(event.target.value)}
          inputProps={{ maxLength: 300 }}
        />
        <TextField
          label={t('pulls.body')}
          value={body}
          onChange={event => setBody(event.target.value)}
          multiline
          minRows={3}
          inputProps={{ maxLength: 20_000 }}
          helperText={t('pulls.bodyHint')}
        />
      </Stack>
    </RepositoryDialog>
  );
}
