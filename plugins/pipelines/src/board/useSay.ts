import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { teller } from '@kubemate/operations-common';
import type { Phrase } from '@kubemate/operations-common';
import { isPhraseCode } from '@kubemate/plugin-pipelines-common';
import { useMemo } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** Says the server's sentences in the language of the page. */
export function useSay(): (phrase: Phrase) => string | undefined {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return useMemo(() => teller(isPhraseCode, (code, values) => t(`phrase.${code}`, values)), [t]);
}

/** What an event or a failure says. */
export function useTold(): (
  told: { readonly message: string; readonly said?: Phrase } | undefined,
) => string {
  const say = useSay();
  return told => (told?.said && say(told.said)) ?? told?.message ?? '';
}
