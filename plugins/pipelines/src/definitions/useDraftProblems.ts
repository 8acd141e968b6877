import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DefinitionDetail } from '@kubemate/plugin-pipelines-common';
import { useState } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { draftProblems, type StartDraft } from './startDraft';

export interface DraftProblems {
  /** The names of what is lacking or wrong. */
  readonly lacking: readonly string[];
  /** Marks a field as left by the person. */
  touch(key: string): void;
  /** What is wrong with a field, once it was left. */
  problemOf(key: string): string | undefined;
}

/** What is wrong with the values for a run, by field. */
export function useDraftProblems(definition: DefinitionDetail, draft: StartDraft): DraftProblems {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const problems = draftProblems(definition, draft);
  return {
    lacking: [...problems.keys()].map(key => key.replace(/^(param|workspace) /, '')),
    touch: key => setTouched(keys => new Set([...keys, key])),
    problemOf: key => {
      const problem = touched.has(key) ? problems.get(key) : undefined;
      return problem === undefined ? undefined : t(`problem.${problem}`);
    },
  };
}
