import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { isOperationPhraseCode, phraseSchema, sayPhrase } from '@kubemate/operations-common';
import { useMemo } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import type { Say } from './inWords';

/** Says a domain's sentences, by what is given, and those that every operation may say, in the language of the page. */
export function useOperationSay(say: Say | undefined): Say {
  const { t } = useTranslationRef(uiTranslationRef);
  return useMemo(() => {
    const translate = (code: string, values: Readonly<Record<string, string>>) =>
      isOperationPhraseCode(code) ? t(`phrase.${code}`, values as never) : undefined;
    return phrase => {
      const { summary } = phrase.values;
      // What is undone is said by its own domain.
      const known = phraseSchema.safeParse(summary).data;
      const said = known && say?.(known);
      const values = said === undefined ? phrase.values : { ...phrase.values, summary: said };
      return say?.(phrase) ?? sayPhrase({ ...phrase, values }, translate);
    };
  }, [say, t]);
}
