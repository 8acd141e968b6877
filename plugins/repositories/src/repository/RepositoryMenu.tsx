import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { repositoryOperations, type Repository } from '@kubemate/plugin-repositories-common';
import { ActionButton } from '@kubemate/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** What can be done to the repository as a whole. */
export function RepositoryMenu({ repository }: { repository: Repository }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const [opener, setOpener] = useState<HTMLElement>();
  const { owner, name, may } = repository;
  return (
    <>
      <ActionButton
        variant="outlined"
        color="inherit"
        startIcon={<RiDeleteBinLine size={16} />}
        disabledReason={may.delete ? undefined : t('repository.deleteDenied')}
        onClick={event => setOpener(event.currentTarget)}
      >
        {t('repository.delete')}
      </ActionButton>
      {opener && (
        <RepositoryDialog
          contract={repositoryOperations.delete}
          input={{ owner, name }}
          title={t('repository.deleteTitle', { name: `${owner}/${name}` })}
          runLabel={t('repository.delete')}
          opener={opener}
          onClose={() => setOpener(undefined)}
          onReceipt={receipt => {
            if (receipt.status === 'succeeded') navigate(links.repositories());
          }}
        />
      )}
    </>
  );
}
