import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import type { TenantHealth } from './tenantHealth';

/** How a tenant does, in a word or two. */
export function useHealthText(): (health: Pick<TenantHealth, 'kind' | 'number'>) => string {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return ({ kind, number }) => {
    switch (kind) {
      case 'ok':
        return t('health.ok');
      case 'partial':
        return t('health.partial');
      default:
        return t(`health.${kind}`, { count: number });
    }
  };
}
