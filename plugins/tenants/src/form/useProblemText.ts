import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import type { DraftProblem } from './tenantDraft';

/** What is lacking or wrong, in a sentence. */
export function useProblemText(): (problem: DraftProblem) => string {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return ({ field, kind, message }) => {
    switch (field) {
      case 'name':
        return t(kind === 'missing' ? 'problem.nameMissing' : 'problem.nameInvalid');
      case 'namespaces':
        return t(kind === 'missing' ? 'problem.namespacesMissing' : 'problem.namespacesInvalid');
      case 'owner':
        return t(kind === 'missing' ? 'problem.ownerMissing' : 'problem.ownerInvalid');
      case 'other':
        return message ?? t('problem.other');
      default:
        return t(`problem.${field}`);
    }
  };
}
