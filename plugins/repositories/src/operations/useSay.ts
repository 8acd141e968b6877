import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { sayPhrase } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { isRepositoryPhraseCode } from '@kubemate/plugin-repositories-common';
import { useCallback } from 'react';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Says the server's sentences on repositories in the language of the page. */
export function useSay(): (phrase: Phrase) => string | undefined {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return useCallback(
    (phrase: Phrase) =>
      sayPhrase(phrase, (code, values) =>
        isRepositoryPhraseCode(code) ? t(`phrase.${code}`, values as never) : undefined,
      ),
    [t],
  );
}
