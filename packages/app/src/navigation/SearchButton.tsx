import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { RiSearchLine } from '@remixicon/react';
import { openCommandPalette, Shortcut } from '@kubemate/ui';
import { shellTranslationRef } from '../translations/shellTranslationRef';

/** Opens the command palette, for those who do not know its shortcut yet. */
export function SearchButton(props: { compact: boolean }) {
  const { t } = useTranslationRef(shellTranslationRef);
  if (props.compact) {
    return (
      <IconButton
        onClick={openCommandPalette}
        aria-label={t('navigation.search')}
        sx={{ alignSelf: 'center' }}
      >
        <RiSearchLine size={18} />
      </IconButton>
    );
  }
  return (
    <ButtonBase
      onClick={openCommandPalette}
      sx={{
        height: 34,
        px: 1.25,
        gap: 1,
        borderRadius: 1,
        border: 1,
        borderColor: 'divider',
        color: 'text.secondary',
        justifyContent: 'flex-start',
      }}
    >
      <RiSearchLine size={16} aria-hidden />
      <Typography variant="body2" component="span">
        {t('navigation.search')}
      </Typography>
      <Box sx={{ flex: 1 }} />
      <Shortcut keys={['Mod', 'K']} />
    </ButtonBase>
  );
}
