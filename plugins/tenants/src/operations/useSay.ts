import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { teller } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { isTenantPhraseCode } from '@kubemate/plugin-tenants-common';
import { useMemo } from 'react';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';

/** Says the server's sentences on tenants in the language of the page. */
export function useSay(): (phrase: Phrase) => string | undefined {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return useMemo(
    () => teller(isTenantPhraseCode, (code, values) => t(`phrase.${code}`, values)),
    [t],
  );
}
