import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PartialBanner } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { errorsOf, type FoundErrors, type Named } from './errorsOf';

/**
 * What is missing on a page of a form, above its fields. Backstage's own list goes on naming a field that has been filled in, until the next press of the
 * button: what the form still finds stands in its error schema.
 */
export function FormErrors(props: { errorSchema: FoundErrors; schema?: Named }) {
  const { errorSchema, schema } = props;
  const { t } = useTranslationRef(shellTranslationRef);
  const errors = errorsOf(errorSchema, schema);
  if (errors.length === 0) return null;
  return (
    <Box sx={{ mb: 2 }}>
      <PartialBanner
        severity="failed"
        title={t('create.plan.missing')}
        items={errors.map(({ key, field, message }) => ({
          key,
          text: field === '' || message.includes(field) ? message : `${field}: ${message}`,
        }))}
      />
    </Box>
  );
}
