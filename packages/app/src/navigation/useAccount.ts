import { useEffect, useState } from 'react';
import { appThemeApiRef, configApiRef, identityApiRef, useApi } from '@backstage/core-plugin-api';
import { appLanguageApiRef, useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { forgetPersona, PERSONAS } from '../signIn/rememberedPersona';
import { forgetWelcome } from '../signIn/rememberedWelcome';
import { oidcSessionApiRef } from '../signIn/oidcSessionApi';
import { shellTranslationRef } from '../translations/shellTranslationRef';

interface KnownAccount {
  readonly userEntityRef: string;
  readonly groups: readonly string[];
  readonly displayName?: string;
  readonly email?: string;
}

/** Name, role and groups of the person signed in, and the ways out. */
export function useAccount() {
  const identity = useApi(identityApiRef);
  const oidc = useApi(oidcSessionApiRef);
  const mode = useApi(configApiRef).getOptionalString('kubemate.signIn');
  const asPersona = mode === 'persona' && !oidc.isSignedIn;
  const { t } = useTranslationRef(shellTranslationRef);
  const [known, setKnown] = useState<KnownAccount>();
  useEffect(() => {
    let current = true;
    void Promise.all([identity.getBackstageIdentity(), identity.getProfileInfo()]).then(
      ([{ userEntityRef, ownershipEntityRefs }, { displayName, email }]) => {
        if (!current) return;
        const groups = ownershipEntityRefs.filter(ref => ref.startsWith('group:'));
        setKnown({ userEntityRef, groups, displayName, email });
      },
    );
    return () => {
      current = false;
    };
  }, [identity]);
  const userName = known?.userEntityRef.replace(/^.*\//, '') ?? '';
  const persona = asPersona ? PERSONAS.find(name => name === userName) : undefined;
  return {
    name: persona === undefined ? (known?.displayName ?? userName) : t(`persona.${persona}.name`),
    role: persona === undefined ? undefined : t(`persona.${persona}.role`),
    email: known?.email,
    userEntityRef: known?.userEntityRef,
    groups: known?.groups ?? [],
    asPersona,
    async signOut() {
      forgetPersona(window.localStorage);
      forgetWelcome(window.sessionStorage);
      await identity.signOut();
    },
  };
}

/** The chosen theme's id (undefined follows the system) and its setter. */
export function useThemeChoice() {
  const themes = useApi(appThemeApiRef);
  const [active, setActive] = useState(() => themes.getActiveThemeId());
  useEffect(() => {
    const subscription = themes.activeThemeId$().subscribe(setActive);
    return () => subscription.unsubscribe();
  }, [themes]);
  return { active, choose: (id: string | undefined) => themes.setActiveThemeId(id) };
}

/** The language shown and its setter. */
export function useLanguageChoice() {
  const languages = useApi(appLanguageApiRef);
  const [active, setActive] = useState(() => languages.getLanguage().language);
  useEffect(() => {
    const subscription = languages.language$().subscribe(({ language }) => setActive(language));
    return () => subscription.unsubscribe();
  }, [languages]);
  useEffect(() => {
    document.documentElement.lang = active === 'zh' ? 'zh-CN' : active;
  }, [active]);
  return { active, choose: (language: string) => languages.setLanguage(language) };
}
