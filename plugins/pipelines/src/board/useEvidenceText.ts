import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { CodeQuality, ImageEvidence, ImageScan } from '@kubemate/plugin-pipelines-common';
import { sayRefusal } from '@kubemate/plugin-pipelines-common';
import { useSay } from './useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

type Untold = Exclude<ImageEvidence, { state: 'known' }>;
type Known = Extract<ImageEvidence, { state: 'known' }>;
type UntoldQuality = Exclude<CodeQuality, { state: 'known' }>;

/** Sentences about what is known of images and code, and about why something is not. */
export function useEvidenceText() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  return {
    untold: (evidence: Untold) =>
      t(`evidence.untold.${evidence.state}`, {
        registry: evidence.registry,
        detail: 'detail' in evidence ? evidence.detail : '',
      }),
    refusalsOf: ({ signature }: Known) =>
      signature.refusals.flatMap(refusal => say(sayRefusal(refusal)) ?? []),
    countsOf: ({ critical, high, medium, low }: ImageScan) =>
      t('evidence.counts', {
        ...{ critical: String(critical), high: String(high) },
        ...{ medium: String(medium), low: String(low) },
      }),
    untoldQuality: (quality: UntoldQuality) =>
      t(`evidence.quality.${quality.state}`, {
        project: 'project' in quality ? (quality.project ?? '') : '',
        detail: 'detail' in quality ? quality.detail : '',
      }),
  };
}
