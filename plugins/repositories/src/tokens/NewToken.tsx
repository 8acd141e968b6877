import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CodeBlock, Section } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** A token that was just made, the only time that it is told. */
export function NewToken(props: { name: string; token: string; onClose(): void }) {
  const { name, token, onClose } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return (
    <Section
      title={t('tokens.made', { name })}
      actions={
        <Button size="small" onClick={onClose}>
          {t('tokens.kept')}
        </Button>
      }
    >
      <Stack gap={1.5}>
        <Typography variant="body2">{t('tokens.once')}</Typography>
        <CodeBlock code={token} />
        <Typography variant="body2" color="text.secondary">
          {t('tokens.helper')}
        </Typography>
        <CodeBlock command code="git config --global credential.helper cache" />
      </Stack>
    </Section>
  );
}
