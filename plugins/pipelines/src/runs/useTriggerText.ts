import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunTrigger } from '@kubemate/plugin-pipelines-common';
import { useCallback } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { shortActor } from './runText';

/** Writes what started a run: `Push by dana`. */
export function useTriggerText(): (trigger: RunTrigger) => string {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return useCallback(
    ({ kind, by }: RunTrigger) => {
      if (by === undefined) return t(`trigger.${kind}`);
      if (kind === 'unknown') return shortActor(by);
      return t('trigger.by', { kind: t(`trigger.${kind}`), by: shortActor(by) });
    },
    [t],
  );
}
