import { useState } from 'react';
import { useLocation } from 'react-router-dom';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import { RiMenuLine, RiSidebarFoldLine, RiSidebarUnfoldLine } from '@remixicon/react';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { AccountMenu } from './AccountMenu';
import { Logo } from './Logo';
import { NavigationLinks } from './NavigationLinks';
import { SearchButton } from './SearchButton';
import { useCollapsed } from './useCollapsed';

/** The main navigation: a column beside the page, or a bar with a drawer on a narrow screen. */
export function Navigation(props: NavContentComponentProps) {
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  return isNarrow ? <NavigationBar {...props} /> : <NavigationColumn {...props} />;
}

function NavigationColumn(props: NavContentComponentProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [collapsed, toggle] = useCollapsed(window.localStorage);
  const Fold = collapsed ? RiSidebarUnfoldLine : RiSidebarFoldLine;
  return (
    <Box
      component="nav"
      aria-label={t('navigation.label')}
      sx={{
        width: collapsed ? 60 : 224,
        flexShrink: 0,
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
        p: 1,
        borderRight: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'space-between',
          minHeight: 40,
          pl: collapsed ? 0.75 : 1,
        }}
      >
        <Logo size={26} compact={collapsed} />
      </Box>
      <SearchButton compact={collapsed} />
      <NavigationLinks navItems={props.navItems} compact={collapsed} />
      <Box sx={{ flex: 1 }} />
      <AccountMenu compact={collapsed} />
      <IconButton
        size="small"
        onClick={toggle}
        aria-label={collapsed ? t('navigation.expand') : t('navigation.collapse')}
        sx={{ alignSelf: collapsed ? 'center' : 'flex-start' }}
      >
        <Fold size={18} />
      </IconButton>
    </Box>
  );
}

function NavigationBar(props: NavContentComponentProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { pathname } = useLocation();
  // The drawer is open for the page it was opened on, so that following a link closes it.
  const [openOn, setOpenOn] = useState<string>();
  const isOpen = openOn === pathname;
  return (
    <Box
      component="header"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        px: 1,
        minHeight: 48,
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
      }}
    >
      <IconButton onClick={() => setOpenOn(pathname)} aria-label={t('navigation.open')}>
        <RiMenuLine size={20} />
      </IconButton>
      <Logo size={24} />
      <Box sx={{ flex: 1 }} />
      <SearchButton compact />
      <Drawer
        open={isOpen}
        onClose={() => setOpenOn(undefined)}
        PaperProps={{ sx: { width: 272, p: 1.5, gap: 1 } }}
      >
        <Box
          component="nav"
          aria-label={t('navigation.label')}
          sx={{ display: 'flex', flexDirection: 'column', gap: 1, flex: 1 }}
        >
          <Box sx={{ p: 1 }}>
            <Logo size={26} />
          </Box>
          <NavigationLinks navItems={props.navItems} compact={false} />
          <Box sx={{ flex: 1 }} />
          <AccountMenu compact={false} />
        </Box>
      </Drawer>
    </Box>
  );
}
