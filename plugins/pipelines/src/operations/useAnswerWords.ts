import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunInput, RunRef } from '@kubemate/plugin-pipelines-common';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import type { Decision } from './answerDraft';

/** What the two buttons are called: a pipeline of Jenkins names the first itself. */
export function useAnswerWords({ engine }: RunRef, input: RunInput): Record<Decision, string> {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return engine === 'tekton'
    ? { proceed: t('approvals.approve'), abort: t('approvals.reject') }
    : { proceed: input.proceedText, abort: t('answer.abort') };
}
