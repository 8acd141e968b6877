import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';

/** A limit's name for people; the name that Kubernetes has for it where there is no better. */
export function useResourceTitle(): (resource: string) => string {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return resource => {
    switch (resource) {
      case 'requests.cpu':
        return t('resource.requestsCpu');
      case 'requests.memory':
        return t('resource.requestsMemory');
      case 'limits.cpu':
        return t('resource.limitsCpu');
      case 'limits.memory':
        return t('resource.limitsMemory');
      case 'requests.nvidia.com/gpu':
        return t('resource.gpu');
      case 'requests.storage':
        return t('resource.storage');
      case 'persistentvolumeclaims':
        return t('resource.volumes');
      case 'pods':
        return t('resource.pods');
      default:
        return resource;
    }
  };
}
