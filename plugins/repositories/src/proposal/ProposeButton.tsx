import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import { ActionButton, QueryWrapper, type ObjectProposalProps } from '@kubemate/ui';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { RiGitPullRequestLine } from '@remixicon/react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** In the editor of an object that GitOps manages: the change goes into the file that describes it. */
export function ProposeButton(props: ObjectProposalProps) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [opener, setOpener] = useState<HTMLElement>();
  return (
    <>
      <ActionButton
        variant="outlined"
        color="inherit"
        startIcon={<RiGitPullRequestLine size={16} />}
        disabledReason={props.disabledReason}
        onClick={event => setOpener(event.currentTarget)}
      >
        {t('propose.button')}
      </ActionButton>
      {opener && (
        <QueryWrapper>
          <ProposeDialog {...props} opener={opener} onClose={() => setOpener(undefined)} />
        </QueryWrapper>
      )}
    </>
  );
}

function ProposeDialog(props: ObjectProposalProps & { opener: HTMLElement; onClose(): void }) {
  const { cluster, kind, name, before, after, opener, onClose } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const [title, setTitle] = useState(`Change ${kind} ${name}`);
  const [source, setSource] = useState('');
  const isReady = title.trim() !== '';
  const where = source.trim();
  return (
    <RepositoryDialog
      contract={repositoryOperations.proposeObject}
      input={
        isReady
          ? {
              ...{ cluster, before, after, title: title.trim() },
              ...(where.length < 3 ? {} : { source: where }),
            }
          : undefined
      }
      inputHint={t('pulls.titleFirst')}
      title={t('propose.title', { name })}
      runLabel={t('propose.run')}
      opener={opener}
      onClose={onClose}
      onReceipt={({ status, output }) => {
        const { owner, name: repository, number } = output ?? {};
        if (
          status === 'succeeded' &&
          typeof owner === 'string' &&
          typeof repository === 'string' &&
          typeof number === 'number'
        )
          navigate(links.pullRequest({ owner, name: repository }, number));
      }}
    >
      <Stack gap={2} sx={{ pt: 1 }}>
        <TextField
          label={t('pulls.titleField')}
          value={title}
          onChange={event => setTitle(event.target.value)}
          inputProps={{ maxLength: 300 }}
        />
        <TextField
          label={t('propose.source')}
          value={source}
          onChange={event => setSource(event.target.value)}
          placeholder="shop-team/deploy/apps/cart.yaml"
          helperText={t('propose.sourceHint')}
          InputLabelProps={{ shrink: true }}
        />
      </Stack>
    </RepositoryDialog>
  );
}
