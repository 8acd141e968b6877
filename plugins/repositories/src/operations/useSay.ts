import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { teller } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { isRepositoryPhraseCode } from '@kubemate/plugin-repositories-common';
import { useMemo } from 'react';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Says the server's sentences on repositories in the language of the page. */
export function useSay(): (phrase: Phrase) => string | undefined {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return useMemo(
    () => teller(isRepositoryPhraseCode, (code, values) => t(`phrase.${code}`, values)),
    [t],
  );
}
