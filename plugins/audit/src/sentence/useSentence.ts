import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AuditRecord } from '@kubemate/plugin-audit-common';
import { useCallback } from 'react';
import { auditTranslationRef } from '../translations/auditTranslationRef';
import { deedOf } from './deedOf';
import { sentenceOf } from './sentenceOf';

/** Writes a record's sentence in the person's language. */
export function useSentence(): (record: AuditRecord) => string {
  const { t } = useTranslationRef(auditTranslationRef);
  return useCallback(
    record => {
      const { key, params } = sentenceOf(record);
      // Which parameters a text has depends on its key; `translations.test.ts` holds that each gets what it names.
      const say = t as (id: string, values: Readonly<Record<string, string>>) => string;
      const deed = deedOf(record);
      const summary = deed === undefined ? params.summary : say(deed, params);
      return say(`sentence.${key}`, { ...params, summary: summary ?? '' });
    },
    [t],
  );
}
