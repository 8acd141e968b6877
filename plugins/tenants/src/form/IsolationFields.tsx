import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TENANT_DELIVERIES } from '@kubemate/plugin-tenants-common';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { TagsField } from './TagsField';
import { draftProblems } from './tenantDraft';
import type { TenantDraft } from './tenantDraft';
import { useProblemText } from './useProblemText';

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
const ISOLATIONS = ['open', 'ingress', 'full'] as const;

/** What the namespaces are kept from: what pods may do, who may call them, where images come from. */
export function IsolationFields(props: {
  draft: TenantDraft;
  onChange(patch: Partial<TenantDraft>): void;
}) {
  const { draft, onChange } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const textOf = useProblemText();
  const problems = draftProblems(draft);
  const errorOf = (field: 'peers' | 'registries') => {
    const problem = problems.find(each => each.field === field);
    return problem && textOf(problem);
  };
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' },
        gap: 2,
      }}
    >
      <TextField
        select
        size="small"
        label={t('about.podSecurity')}
        helperText={t(`podSecurityHint.${draft.podSecurity}`)}
        value={draft.podSecurity}
        onChange={event =>
          onChange({ podSecurity: LEVELS.find(level => level === event.target.value) })
        }
      >
        {LEVELS.map(level => (
          <MenuItem key={level} value={level}>
            {t(`podSecurity.${level}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        size="small"
        label={t('about.delivery')}
        helperText={t(`deliveryHint.${draft.delivery}`)}
        value={draft.delivery}
        onChange={event =>
          onChange({ delivery: TENANT_DELIVERIES.find(each => each === event.target.value) })
        }
      >
        {TENANT_DELIVERIES.map(each => (
          <MenuItem key={each} value={each}>
            {t(`delivery.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        size="small"
        label={t('about.isolation')}
        helperText={t(`isolationHint.${draft.isolation}`)}
        value={draft.isolation}
        onChange={event =>
          onChange({ isolation: ISOLATIONS.find(each => each === event.target.value) })
        }
      >
        {ISOLATIONS.map(each => (
          <MenuItem key={each} value={each}>
            {t(`isolation.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <TagsField
        label={t('about.peers')}
        helperText={t(draft.isolation === 'open' ? 'form.peersUnused' : 'form.peersHint')}
        value={draft.peers}
        onChange={peers => onChange({ peers })}
        error={errorOf('peers')}
      />
      <TagsField
        label={t('about.registries')}
        helperText={t('form.registriesHint')}
        value={draft.registries}
        onChange={registries => onChange({ registries })}
        error={errorOf('registries')}
      />
    </Box>
  );
}
