import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import clustersPlugin from '@kubemate/plugin-clusters';
import Avatar from '@mui/material/Avatar';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Divider from '@mui/material/Divider';
import ListItemText from '@mui/material/ListItemText';
import ListSubheader from '@mui/material/ListSubheader';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Typography from '@mui/material/Typography';
import { LANGUAGES } from './languages';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { useAccount, useLanguageChoice, useThemeChoice } from './useAccount';

/** Who is signed in; theme, language, and the way out. */
export function AccountMenu(props: { compact: boolean }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { name, role, asPersona, signOut } = useAccount();
  const identityPage = useRouteRef(clustersPlugin.routes.identity);
  const theme = useThemeChoice();
  const language = useLanguageChoice();
  const close = (choose: () => void) => {
    setAnchor(null);
    choose();
  };
  const themes = [
    { id: undefined, title: t('navigation.themeSystem') },
    { id: 'kubemate-light', title: t('navigation.themeLight') },
    { id: 'kubemate-dark', title: t('navigation.themeDark') },
  ];
  return (
    <>
      <ButtonBase
        onClick={event => setAnchor(event.currentTarget)}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        // With text beside the picture, the text is the name.
        aria-label={props.compact ? `${t('navigation.account')}: ${name}` : undefined}
        sx={{
          width: props.compact ? 'auto' : '100%',
          p: 1,
          borderRadius: 1,
          justifyContent: 'flex-start',
          gap: 1.25,
          textAlign: 'left',
        }}
      >
        <Avatar
          aria-hidden
          sx={{
            width: 28,
            height: 28,
            fontSize: 12,
            fontWeight: 600,
            bgcolor: 'primary.main',
            color: 'primary.contrastText',
          }}
        >
          {initials(name)}
        </Avatar>
        {!props.compact && (
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="body2" noWrap sx={{ fontWeight: 550 }}>
              {name}
            </Typography>
            {role !== undefined && (
              <Typography variant="caption" color="text.secondary" noWrap component="div">
                {role}
              </Typography>
            )}
          </Box>
        )}
      </ButtonBase>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <ListSubheader>{t('navigation.theme')}</ListSubheader>
        {themes.map(({ id, title }) => (
          <MenuItem
            key={title}
            dense
            selected={theme.active === id}
            onClick={() => close(() => theme.choose(id))}
          >
            <ListItemText>{title}</ListItemText>
          </MenuItem>
        ))}
        <Divider />
        <ListSubheader>{t('navigation.language')}</ListSubheader>
        {LANGUAGES.map(({ id, title }) => (
          <MenuItem
            key={id}
            dense
            lang={id}
            selected={language.active === id}
            onClick={() => close(() => language.choose(id))}
          >
            <ListItemText>{title}</ListItemText>
          </MenuItem>
        ))}
        <Divider />
        {identityPage !== undefined && (
          <MenuItem dense component={Link} to={identityPage()} onClick={() => setAnchor(null)}>
            <ListItemText>{t('navigation.identity')}</ListItemText>
          </MenuItem>
        )}
        <MenuItem dense onClick={() => void signOut()}>
          <ListItemText>
            {asPersona ? t('navigation.switchPersona') : t('navigation.signOut')}
          </ListItemText>
        </MenuItem>
      </Menu>
    </>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map(word => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
}
