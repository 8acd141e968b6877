import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TemplatePlan } from '@kubemate/plugin-template-runs-common';
import { PartialBanner, QuotaList, Section, useOperationSay } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { RiCheckLine } from '@remixicon/react';
import { useMemo } from 'react';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { usePluginSay } from '../usePluginSay';
import { useTemplateWords } from '../words/useTemplateWords';
import { PlannedFiles } from './PlannedFiles';
import { PlannedStepItem } from './PlannedStepItem';
import { summaryOf, tellingSteps, templatePlanInWords } from './planState';

const MOST_OBSTACLES = 5;

/** What a template would do: whether something stands in the way, each operation, each file, what it takes of quotas. */
export function PlanOfTemplate(props: { plan: TemplatePlan }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const say = useOperationSay(usePluginSay());
  const words = useTemplateWords(props.plan.template);
  const plan = useMemo(() => templatePlanInWords(props.plan, say, words), [props.plan, say, words]);
  const steps = tellingSteps(plan);
  return (
    <>
      <Verdict plan={plan} />
      {steps.length > 0 && (
        <Section title={t('create.plan.happens')} flush>
          <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {steps.map(step => (
              <PlannedStepItem key={step.id} step={step} />
            ))}
          </Box>
        </Section>
      )}
      {plan.quota.length > 0 && (
        <Section title={t('create.plan.quota')}>
          <QuotaList effects={plan.quota} />
        </Section>
      )}
      {plan.files.length > 0 && (
        <Section title={t('create.plan.files', { count: plan.files.length })} flush>
          <PlannedFiles files={plan.files} />
        </Section>
      )}
    </>
  );
}

function Verdict({ plan }: { plan: TemplatePlan }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { operations, obstacles, changed, short, unknown } = summaryOf(plan);
  const more = obstacles.length - MOST_OBSTACLES;
  const notes = [
    ...obstacles.slice(0, MOST_OBSTACLES),
    ...(more > 0 ? [t('create.plan.more', { count: more })] : []),
    ...(short > 0 ? [t('create.plan.short')] : []),
    ...(changed > 0 ? [t('create.plan.changed', { count: changed })] : []),
    ...(unknown > 0 ? [t('create.plan.unknown', { count: unknown })] : []),
  ];
  if (obstacles.length > 0 || notes.length > 0)
    return (
      <PartialBanner
        severity={obstacles.length > 0 ? 'failed' : 'warning'}
        title={obstacles.length > 0 ? t('create.plan.cannot') : t('create.plan.mind')}
        items={notes.map(text => ({ key: text, text }))}
      />
    );
  return (
    <Box
      role="status"
      sx={theme => ({
        ...{ display: 'flex', gap: 1, alignItems: 'center', px: 1.5, py: 1, borderRadius: 1.5 },
        border: `1px solid ${theme.palette.kubemate.health.ok.border}`,
        bgcolor: 'kubemate.health.ok.bg',
        '& > svg': { flex: 'none', color: 'kubemate.health.ok.fg' },
      })}
    >
      <RiCheckLine size={16} aria-hidden />
      <Typography variant="subtitle2" component="div">
        {t('create.plan.can', {
          ...{ operations: String(operations), files: String(plan.files.length) },
        })}
      </Typography>
    </Box>
  );
}
