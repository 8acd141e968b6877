import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ActionButton } from '@kubemate/ui';
import { RiAddLine } from '@remixicon/react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { useRegistryAccess } from './useRegistry';

/** To the page that adds a cluster; says why not to those who may not. */
export function AddClusterButton() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const { add } = useRegistryAccess();
  return (
    <ActionButton
      variant="contained"
      startIcon={<RiAddLine size={16} />}
      disabledReason={add?.allowed === false ? (add.reason ?? '') : undefined}
      onClick={() => navigate(links.addCluster())}
    >
      {t('registry.add')}
    </ActionButton>
  );
}
