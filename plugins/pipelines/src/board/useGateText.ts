import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Gate } from '@kubemate/plugin-pipelines-common';
import { useEvidenceText } from './useEvidenceText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** Why a gate is as it is, in a sentence. */
export function useGateText(): (gate: Gate) => string {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { untold, refusalsOf, countsOf, untoldQuality } = useEvidenceText();
  return gate => {
    switch (gate.kind) {
      case 'pipeline-passed':
        return t(`gate.pipeline.${gate.why}`, { run: gate.run?.name ?? '' });
      case 'approvals':
        return t(`gate.approvals.${gate.why}`, {
          given: String(gate.given),
          needed: String(gate.needed),
        });
      case 'image-signed':
        return gate.evidence.state === 'known'
          ? [
              t(`gate.signed.${gate.evidence.signature.state}`, {
                keys: gate.evidence.signature.keys.join(', '),
              }),
              ...refusalsOf(gate.evidence),
            ].join(' ')
          : untold(gate.evidence);
      case 'image-scanned': {
        const { evidence, maxCritical, maxHigh } = gate;
        if (evidence.state !== 'known') return untold(evidence);
        const { scan, unsignedScans } = evidence;
        if (scan === undefined)
          return t(unsignedScans > 0 ? 'gate.scanned.unsigned' : 'gate.scanned.none');
        const limit =
          maxHigh === undefined
            ? t('gate.scanned.limit', { critical: String(maxCritical) })
            : t('gate.scanned.limits', { critical: String(maxCritical), high: String(maxHigh) });
        const age = gate.why === 'too-old' ? t('gate.scanned.old') : '';
        return [countsOf(scan), limit, age].filter(Boolean).join(' ');
      }
      case 'quality-gate': {
        const { quality } = gate;
        if (quality.state !== 'known') return untoldQuality(quality);
        const broken = quality.conditions.filter(({ isMet }) => !isMet);
        return t(`gate.quality.${quality.gate}`, {
          metrics: broken.map(({ metric }) => metric.replaceAll('_', ' ')).join(', '),
        });
      }
      case 'metrics':
        return gate.checks
          .map(({ environment, why, title, value, max, min, detail = '' }) =>
            t(`gate.metrics.${why}`, {
              ...{ environment, metric: title, detail },
              ...{ value: figure(value), max: figure(max), min: figure(min) },
            }),
          )
          .join(' ');
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

/** Four digits say enough of a measure. */
function figure(value: number | undefined): string {
  return value?.toLocaleString(undefined, { maximumSignificantDigits: 4 }) ?? '';
}
