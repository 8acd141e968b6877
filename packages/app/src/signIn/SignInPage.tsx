import { useState } from 'react';
import type { ReactNode } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { SignInPageProps } from '@backstage/core-plugin-api';
import { ErrorState, LoadingState } from '@kubemate/ui';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { OidcAlternative, OidcSignIn } from './OidcSignIn';
import { PersonaPicker } from './PersonaPicker';
import { forgetPersona, readPersona, rememberPersona } from './rememberedPersona';
import type { Persona } from './rememberedPersona';
import { forgetEnd } from './rememberedEnd';
import { SignInFrame } from './SignInFrame';
import { useRestoredSession } from './useRestoredSession';
import { isWelcomed, rememberWelcome } from './rememberedWelcome';
import { LocalWelcome } from './LocalWelcome';

/**
 * Signs in as `kubemate.signIn` says: a persona of the sandbox, the person at this machine, or whoever the OpenID provider or the authenticating
 * proxy in front of the portal vouches for. Where an OpenID provider is configured, its button stands beside the first two as well.
 */
export function SignInPage(props: SignInPageProps) {
  const config = useApi(configApiRef);
  const mode = config.getOptionalString('kubemate.signIn');
  const [chosen] = useState(
    () => readPersona(window.localStorage) !== undefined || isWelcomed(window.sessionStorage),
  );
  const hasOidc = config.has('auth.providers.oidc') && mode !== 'proxy';
  const restoring = useRestoredSession(props, { enabled: hasOidc && (mode === 'oidc' || !chosen) });
  if (restoring) return <LoadingState />;
  if (mode === 'oidc') return <OidcSignIn {...props} />;
  const alternative = hasOidc ? <OidcAlternative {...props} /> : undefined;
  if (mode === 'persona') return <PersonaSignIn {...props} alternative={alternative} />;
  const provider = mode === 'local' ? 'local' : 'oauth2Proxy';
  return <ProviderSignIn {...props} provider={provider} alternative={alternative} />;
}

function PersonaSignIn(props: SignInPageProps & { alternative: ReactNode }) {
  const [persona, setPersona] = useState(() => readPersona(window.localStorage));
  const choose = (chosen: Persona) => {
    rememberPersona(window.localStorage, chosen);
    forgetEnd(window.sessionStorage);
    setPersona(chosen);
  };
  if (persona === undefined)
    return <PersonaPicker onChoose={choose}>{props.alternative}</PersonaPicker>;
  return (
    <ProxiedSignInPage
      {...props}
      provider="persona"
      headers={{ 'x-kubemate-persona': persona }}
      ErrorComponent={({ error }) => (
        <SignInFailed
          error={error}
          onRetry={() => {
            forgetPersona(window.localStorage);
            setPersona(undefined);
          }}
        />
      )}
    />
  );
}

function ProviderSignIn(
  props: SignInPageProps & { provider: 'local' | 'oauth2Proxy'; alternative: ReactNode },
) {
  // A proxy has signed the person in already; on this machine nobody has, so a person says so once a browser session.
  const [started, setStarted] = useState(
    () => props.provider === 'oauth2Proxy' || isWelcomed(window.sessionStorage),
  );
  if (!started) {
    return (
      <LocalWelcome
        onContinue={() => {
          rememberWelcome(window.sessionStorage);
          forgetEnd(window.sessionStorage);
          setStarted(true);
        }}
      >
        {props.alternative}
      </LocalWelcome>
    );
  }
  return (
    <ProxiedSignInPage
      {...props}
      ErrorComponent={({ error }) => (
        <SignInFailed error={error} onRetry={() => setStarted(false)} />
      )}
    />
  );
}

function SignInFailed(props: { error?: Error; onRetry: () => void }) {
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <SignInFrame title={t('signIn.failed')}>
      <ErrorState error={props.error ?? new Error(t('signIn.failed'))} onRetry={props.onRetry} />
    </SignInFrame>
  );
}
