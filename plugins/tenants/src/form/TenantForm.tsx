import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TenantList } from '@kubemate/plugin-tenants-common';
import { Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { MembersEditor } from '../members/MembersEditor';
import { PlanPicker } from '../quota/PlanPicker';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { AccountsEditor } from './AccountsEditor';
import { IsolationFields } from './IsolationFields';
import { PlacementsEditor } from './PlacementsEditor';
import { SubjectPicker } from './SubjectPicker';
import { draftProblems, nameOf } from './tenantDraft';
import type { TenantDraft } from './tenantDraft';
import { useProblemText } from './useProblemText';

export interface TenantFormProps {
  draft: TenantDraft;
  onChange(patch: Partial<TenantDraft>): void;
  list: Pick<TenantList, 'plans' | 'clusters' | 'items'>;
  /** A tenant that exists keeps its name; its members have their own dialog. */
  exists?: boolean;
}

/** What a tenant declares, section by section. */
export function TenantForm({ draft, onChange, list, exists = false }: TenantFormProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const problems = draftProblems(draft);
  const textOf = useProblemText();
  const name = nameOf(draft);
  const taken = !exists && list.items.some(tenant => tenant.name === name);
  const errorOf = (field: 'name' | 'owner') => {
    const problem = problems.find(each => each.field === field && each.kind === 'invalid');
    return problem && textOf(problem);
  };
  const nameError = errorOf('name') ?? (taken ? t('form.nameTaken', { name }) : undefined);
  return (
    <Stack gap={2} sx={{ width: 1, maxWidth: 960 }}>
      <Section title={t('form.what')}>
        <Box
          sx={{
            display: 'grid',
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' },
            gap: 2,
          }}
        >
          <TextField
            label={t('form.title')}
            helperText={t('form.titleHint')}
            value={draft.title}
            onChange={event => onChange({ title: event.target.value })}
            inputProps={{ maxLength: 100 }}
            size="small"
          />
          <TextField
            label={t('form.name')}
            helperText={nameError ?? t(exists ? 'form.nameFixed' : 'form.nameHint')}
            error={nameError !== undefined}
            value={name}
            onChange={event =>
              onChange({ name: event.target.value === '' ? undefined : event.target.value.trim() })
            }
            inputProps={{ maxLength: 40, readOnly: exists, spellCheck: false }}
            size="small"
          />
          <SubjectPicker
            label={t('form.owner')}
            helperText={t('form.ownerHint')}
            kind="group"
            value={draft.owner}
            onChange={owner => onChange({ owner })}
            error={errorOf('owner')}
          />
          <TextField
            label={t('form.description')}
            helperText={t('form.optional')}
            value={draft.description}
            onChange={event => onChange({ description: event.target.value })}
            inputProps={{ maxLength: 500 }}
            size="small"
          />
        </Box>
      </Section>
      <Section title={t('form.plan')}>
        <Typography variant="body2" color="text.secondary" sx={{ mb: 1.5 }}>
          {t('quota.eachNamespace')}
        </Typography>
        <PlanPicker plans={list.plans} value={draft.plan} onChange={plan => onChange({ plan })} />
      </Section>
      <Section title={t('form.where')}>
        <PlacementsEditor
          draft={draft}
          clusters={list.clusters}
          onChange={placements => onChange({ placements })}
        />
      </Section>
      {!exists && (
        <Section title={t('form.who')}>
          <MembersEditor members={draft.members} onChange={members => onChange({ members })} />
        </Section>
      )}
      <Section title={t('form.isolation')}>
        <IsolationFields draft={draft} onChange={onChange} />
      </Section>
      <Section title={t('about.serviceAccounts')}>
        <AccountsEditor
          accounts={draft.serviceAccounts}
          onChange={serviceAccounts => onChange({ serviceAccounts })}
        />
      </Section>
    </Stack>
  );
}
