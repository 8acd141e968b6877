import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Gate } from '@kubemate/plugin-pipelines-common';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** Why a gate is as it is, in a sentence. */
export function useGateText(): (gate: Gate) => string {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return gate => {
    switch (gate.kind) {
      case 'pipeline-passed':
        return t(`gate.pipeline.${gate.why}`, { run: gate.run?.name ?? '' });
      case 'approvals':
        return t(`gate.approvals.${gate.why}`, {
          given: String(gate.given),
          needed: String(gate.needed),
        });
      default: {
        const active = gate.windows.find(({ isActive }) => isActive);
        if (active !== undefined)
          return t('gate.freeze.active', {
            reason: active.reason,
            until: new Date(active.endsAt).toLocaleString(),
          });
        const [next] = gate.windows;
        return next === undefined
          ? t('gate.freeze.none')
          : t('gate.freeze.soon', {
              reason: next.reason,
              from: new Date(next.startsAt).toLocaleString(),
            });
      }
    }
  };
}
