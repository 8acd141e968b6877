import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EVIDENCE_PLACES, EVIDENCE_TEXTS, SUMMARY_PARAMS } from '@kubemate/kube-common';
import type { SummaryCode } from '@kubemate/kube-common';
import type { WhyFinding } from '@kubemate/plugin-clusters-common';
import { useMemo } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { causes } from '../translations/en/causes';
import { steps } from '../translations/en/steps';

type StepId = keyof typeof steps;
type Evidence = WhyFinding['evidence'][number];

function isKnownStep(id: string): id is StepId {
  return Object.hasOwn(steps, id);
}

function isKnownSummary(code: string): code is SummaryCode {
  return Object.hasOwn(SUMMARY_PARAMS, code);
}

/** The closest sentence of which the finding brings every particular. */
function summaryCode({ cause, code, params }: Sentence): SummaryCode | undefined {
  return [code ?? cause, cause].filter(isKnownSummary).find(known => {
    const needed: readonly string[] = SUMMARY_PARAMS[known];
    return needed.every(name => params[name] !== undefined && params[name] !== '');
  });
}

type Sentence = Pick<WhyFinding, 'cause' | 'code' | 'params'>;

export interface FindingWords {
  title(finding: Pick<WhyFinding, 'cause' | 'params'>): string;
  summary(finding: Sentence & Pick<WhyFinding, 'summary'>): string;
  step(step: { id: string; text: string }): string;
  evidence(evidence: Pick<Evidence, 'text' | 'phrase'>): string;
  source(evidence: Pick<Evidence, 'source' | 'place'>): string;
}

/** A finding in the person's language. The quotations stay as the cluster wrote them. */
export function useFindingWords(): FindingWords {
  const { t } = useTranslationRef(clustersTranslationRef);
  return useMemo(
    () => ({
      title: ({ cause, params }) => {
        // A cause that a newer server knows and this page does not keeps its own name.
        const title = Object.hasOwn(causes, cause) ? t(`causes.${cause}`) : cause;
        const { reason } = params;
        return typeof reason === 'string' && reason !== '' ? `${title} · ${reason}` : title;
      },
      summary: ({ summary, ...finding }) => {
        const code = summaryCode(finding);
        if (code === undefined) return summary;
        const { params } = finding;
        const text = t(`summaries.${code}`, { ...params, summary });
        const { pods, totalPods } = params;
        // The server's own sentence, which is the English one, says it by itself.
        if (text === summary || pods === undefined || totalPods === undefined) return text;
        return t('why.ofPods', { pods: String(pods), total: String(totalPods), text });
      },
      evidence: ({ text, phrase }) =>
        phrase !== undefined && Object.hasOwn(EVIDENCE_TEXTS, phrase.code)
          ? t(`evidence.texts.${phrase.code}`, { ...phrase.params, text })
          : text,
      source: ({ source, place }) =>
        place !== undefined && Object.hasOwn(EVIDENCE_PLACES, place.code)
          ? t(`evidence.places.${place.code}`, { ...place.params, text: source })
          : source,
      step: ({ id, text }) => (isKnownStep(id) ? t(`steps.${id}`, { text }) : text),
    }),
    [t],
  );
}
