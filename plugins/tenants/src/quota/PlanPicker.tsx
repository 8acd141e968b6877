import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Plan } from '@kubemate/plugin-tenants-common';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { formatAmount, rank } from './quotaAmounts';
import { useResourceTitle } from './useResourceTitle';

export interface PlanPickerProps {
  plans: readonly Plan[];
  /** The plan there is; cannot be chosen again. */
  current?: string;
  value: string;
  onChange(plan: string): void;
}

/** Plans side by side with what each gives a namespace. */
export function PlanPicker({ plans, current, value, onChange }: PlanPickerProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return (
    <RadioGroup
      aria-label={t('plan.label')}
      value={value}
      onChange={(_, plan) => onChange(plan)}
      sx={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 190px), 1fr))',
        gap: 1,
      }}
    >
      {plans.map(plan => (
        <FormControlLabel
          key={plan.name}
          value={plan.name}
          disabled={plan.name === current}
          control={<Radio size="small" />}
          label={<PlanFacts plan={plan} current={plan.name === current} />}
          sx={{
            m: 0,
            p: 1,
            alignItems: 'flex-start',
            border: 1,
            borderColor: plan.name === value ? 'primary.main' : 'divider',
            borderRadius: 1.5,
            bgcolor: plan.name === value ? 'kubemate.brand.subtle' : undefined,
          }}
        />
      ))}
    </RadioGroup>
  );
}

function PlanFacts({ plan, current }: { plan: Plan; current: boolean }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const titleOf = useResourceTitle();
  const amounts = Object.entries(plan.quota).sort(([a], [b]) => rank(a) - rank(b));
  return (
    <Box sx={{ pt: 0.75, color: 'text.primary' }}>
      <Typography variant="subtitle2" component="span">
        {plan.title}
        {current && ` · ${t('plan.current')}`}
      </Typography>
      {amounts.map(([resource, hard]) => (
        <Typography key={resource} variant="caption" component="div" color="text.secondary">
          {titleOf(resource)} {formatAmount(resource, hard)}
        </Typography>
      ))}
    </Box>
  );
}
