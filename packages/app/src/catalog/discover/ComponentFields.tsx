import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChoiceField } from '@kubemate/ui';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import type { ComponentForm } from './componentYaml';

/** What the catalog's own documentation names; anything else can be typed. */
const TYPES = ['service', 'website', 'library'];
const LIFECYCLES = ['experimental', 'production', 'deprecated'];

interface ComponentFieldsProps {
  form: ComponentForm;
  /** Entity refs to choose an owner from. */
  groups: readonly string[];
  isName: boolean;
  isOwner: boolean;
  onChange(changed: Partial<ComponentForm>): void;
}

/** What a person says of a component that comes into the catalog. */
export function ComponentFields({ form, groups, isName, isOwner, onChange }: ComponentFieldsProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: 'repeat(2, 1fr)' } }}>
      <TextField
        label={t('discover.name')}
        value={form.name}
        onChange={event => onChange({ name: event.target.value })}
        error={!isName}
        helperText={t('discover.nameHint')}
      />
      <ChoiceField
        label={t('discover.owner')}
        options={groups}
        value={form.owner}
        error={form.owner !== '' && !isOwner}
        helperText={t('discover.ownerHint')}
        onChange={owner => onChange({ owner })}
      />
      <TextField
        label={t('discover.system')}
        value={form.system}
        onChange={event => onChange({ system: event.target.value })}
      />
      <ChoiceField
        label={t('discover.type')}
        options={TYPES}
        value={form.type}
        onChange={type => onChange({ type })}
      />
      <ChoiceField
        label={t('discover.lifecycle')}
        options={LIFECYCLES}
        value={form.lifecycle}
        onChange={lifecycle => onChange({ lifecycle })}
      />
    </Box>
  );
}
