import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLinks } from '@backstage/plugin-catalog-react';
import clustersPlugin from '@kubemate/plugin-clusters';
import {
  KeyValueList,
  Page,
  PageContent,
  PageHeader,
  Section,
  useDocumentTitle,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { Link as RouterLink } from 'react-router-dom';
import { LANGUAGES } from '../navigation/languages';
import { useAccount, useLanguageChoice, useThemeChoice } from '../navigation/useAccount';
import { shellTranslationRef } from '../translations/shellTranslationRef';

/** Stands for no theme of one's own. */
const SYSTEM = 'system';

/** Who is signed in, and how the portal looks and speaks. */
export function SettingsPage() {
  const { t } = useTranslationRef(shellTranslationRef);
  useDocumentTitle(t('page.settings'));
  return (
    <Page>
      <PageHeader title={t('page.settings')} />
      <PageContent>
        <Profile />
        <Appearance />
      </PageContent>
    </Page>
  );
}

function Profile() {
  const { t } = useTranslationRef(shellTranslationRef);
  const { name, role, email, userEntityRef, groups, asPersona, signOut } = useAccount();
  const identityPage = useRouteRef(clustersPlugin.routes.identity);
  return (
    <Section
      title={t('settings.profile')}
      actions={
        <Button size="small" variant="outlined" onClick={() => void signOut()}>
          {asPersona ? t('navigation.switchPersona') : t('navigation.signOut')}
        </Button>
      }
    >
      <KeyValueList
        items={[
          { key: 'name', label: t('settings.name'), value: name },
          ...(role === undefined ? [] : [{ key: 'role', label: t('settings.role'), value: role }]),
          ...(email === undefined
            ? []
            : [{ key: 'email', label: t('settings.email'), value: email }]),
          ...(userEntityRef === undefined
            ? []
            : [
                {
                  key: 'entity',
                  label: t('settings.entity'),
                  value: <EntityRefLinks entityRefs={[userEntityRef]} />,
                },
              ]),
          {
            key: 'groups',
            label: t('settings.groups'),
            value:
              groups.length === 0 ? (
                t('settings.noGroups')
              ) : (
                <EntityRefLinks entityRefs={[...groups]} />
              ),
          },
        ]}
      />
      {identityPage !== undefined && (
        <Link component={RouterLink} to={identityPage()} variant="body2">
          {t('navigation.identity')}
        </Link>
      )}
    </Section>
  );
}

function Appearance() {
  const { t } = useTranslationRef(shellTranslationRef);
  const theme = useThemeChoice();
  const language = useLanguageChoice();
  return (
    <Section title={t('settings.appearance')}>
      <KeyValueList
        items={[
          {
            key: 'theme',
            label: t('navigation.theme'),
            value: (
              <Choice
                label={t('navigation.theme')}
                value={theme.active ?? SYSTEM}
                onChoose={id => theme.choose(id === SYSTEM ? undefined : id)}
                options={[
                  { id: SYSTEM, title: t('navigation.themeSystem') },
                  { id: 'kubemate-light', title: t('navigation.themeLight') },
                  { id: 'kubemate-dark', title: t('navigation.themeDark') },
                ]}
              />
            ),
          },
          {
            key: 'language',
            label: t('navigation.language'),
            value: (
              <Choice
                label={t('navigation.language')}
                value={language.active}
                onChoose={language.choose}
                options={LANGUAGES}
              />
            ),
          },
        ]}
      />
    </Section>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { readonly id: string; readonly title: string }[];
  onChoose: (id: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <ToggleButtonGroup
      size="small"
      exclusive
      aria-label={label}
      value={value}
      // Pressing what is chosen already chooses nothing.
      onChange={(_, id: string | null) => id !== null && onChoose(id)}
      sx={{ flexWrap: 'wrap' }}
    >
      {options.map(({ id, title }) => (
        <ToggleButton key={id} value={id}>
          {title}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
