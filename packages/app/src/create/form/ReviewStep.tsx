import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { scaffolderReactTranslationRef } from '@backstage/plugin-scaffolder-react';
import type { ReviewStepProps } from '@backstage/plugin-scaffolder-react';
import { ReviewState } from '@backstage/plugin-scaffolder-react/alpha';
import type { ParsedTemplateSchema } from '@backstage/plugin-scaffolder-react/alpha';
import { describeError, FailureState, LoadingState, PartialBanner, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import { PlanOfTemplate } from '../plan/PlanOfTemplate';
import { templateRunsApiRef } from '../templateRunsApiRef';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { TemplateContext } from './TemplateContext';

/** Backstage's table of what was filled in has a row for each field, half of it empty: here as many fit beside each other as can. */
const VALUES = {
  '& table, & tbody': { display: 'block' },
  '& tbody': {
    ...{ display: 'grid', columnGap: 3, rowGap: 1.5 },
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(240px, 100%), 1fr))',
  },
  '& tr': { display: 'block', minWidth: 0 },
  '& td': {
    ...{ display: 'block', p: 0, border: 0, typography: 'body2' },
    ...{ overflowWrap: 'anywhere', whiteSpace: 'normal' },
  },
  '& td:first-of-type, & td:first-of-type *': { color: 'text.secondary', fontWeight: 400 },
  '& td *': { whiteSpace: 'normal' },
} as const;

/** The last page of a template's form: what was filled in, and what would happen. */
export function ReviewStep({ formData, steps, handleBack, handleCreate }: ReviewStepProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { ref } = useContext(TemplateContext);
  const api = useApi(templateRunsApiRef);
  const plan = useQuery({
    queryKey: ['template-plan', ref, formData],
    queryFn: ({ signal }) => api.planTemplate({ template: ref, values: formData }, { signal }),
    // Clusters change: what is shown is what was asked for on this page.
    ...{ staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false },
  });
  const create = useMutation({ mutationFn: async () => handleCreate() });
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Section title={t('create.plan.filledIn')}>
        <Box sx={VALUES}>
          {/* The form hands on what it has parsed, whose titles its type leaves out. */}
          <ReviewState formState={formData} schemas={steps as ParsedTemplateSchema[]} />
        </Box>
      </Section>
      {plan.data !== undefined && <PlanOfTemplate plan={plan.data} />}
      {plan.isPending && <LoadingState label={t('create.plan.planning')} lines={6} />}
      {plan.error !== null && (
        <FailureState
          title={t('create.plan.planFailed')}
          error={plan.error}
          onRetry={() => void plan.refetch()}
        />
      )}
      {create.error !== null && (
        <PartialBanner
          severity="failed"
          title={t('create.plan.notStarted')}
          items={[{ key: 'why', text: describeError(create.error).message }]}
        />
      )}
      <Buttons
        isCreating={create.isPending || create.isSuccess}
        isStopped={plan.data?.allowed === false}
        isPlanning={plan.isFetching}
        onBack={handleBack}
        onCreate={() => create.mutate()}
        onPlan={() => void plan.refetch()}
      />
    </Box>
  );
}

function Buttons(props: {
  isCreating: boolean;
  /** By what the plan says. */
  isStopped: boolean;
  isPlanning: boolean;
  onBack: () => void;
  onCreate: () => void;
  onPlan: () => void;
}) {
  const { isCreating, isStopped, isPlanning, onBack, onCreate, onPlan } = props;
  const { t } = useTranslationRef(shellTranslationRef);
  const { t: stock } = useTranslationRef(scaffolderReactTranslationRef);
  const { buttonLabels } = useContext(TemplateContext);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
      <Typography variant="body2" color="text.secondary" sx={{ flex: '1 1 240px' }} role="status">
        {isStopped && !isPlanning && t('create.plan.stopped')}
      </Typography>
      {isStopped && (
        <Button onClick={onPlan} disabled={isPlanning}>
          {t('create.plan.again')}
        </Button>
      )}
      <Button variant="outlined" onClick={onBack} disabled={isCreating}>
        {buttonLabels?.backButtonText ?? stock('stepper.backButtonText')}
      </Button>
      <Button variant="contained" onClick={onCreate} disabled={isCreating || isStopped}>
        {buttonLabels?.createButtonText ?? stock('stepper.createButtonText')}
      </Button>
    </Box>
  );
}
