import { useState } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import type { SignInPageProps } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { isError } from '@backstage/errors';
import { PartialBanner } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Typography from '@mui/material/Typography';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { oidcSessionApiRef } from './oidcSessionApi';
import { forgetEnd } from './rememberedEnd';
import { SignInFrame } from './SignInFrame';

type State = { readonly step: 'ready' | 'waiting' } | { readonly step: 'failed'; error: unknown };

/** The sign-in page where the OpenID provider is the only way in. */
export function OidcSignIn(props: SignInPageProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <SignInFrame title={t('signIn.oidcTitle')} subtitle={t('signIn.oidcSubtitle')}>
      <OidcButton {...props} />
    </SignInFrame>
  );
}

/** The way in by the OpenID provider below another one. */
export function OidcAlternative(props: SignInPageProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <Box sx={{ mt: 3, display: 'flex', flexDirection: 'column', gap: 3 }}>
      <Divider>
        <Typography variant="body2" color="text.secondary">
          {t('signIn.or')}
        </Typography>
      </Divider>
      <OidcButton {...props} secondary />
    </Box>
  );
}

function OidcButton(props: SignInPageProps & { secondary?: boolean }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const oidc = useApi(oidcSessionApiRef);
  const configured = useApi(configApiRef).getOptionalString('kubemate.oidc.title');
  const [state, setState] = useState<State>({ step: 'ready' });
  const signIn = async () => {
    setState({ step: 'waiting' });
    try {
      const identity = await oidc.signIn();
      forgetEnd(window.sessionStorage);
      props.onSignInSuccess(identity);
    } catch (error) {
      setState({ step: 'failed', error });
    }
  };
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, alignItems: 'flex-start' }}>
      {state.step === 'failed' && (
        <PartialBanner
          severity="failed"
          title={t('signIn.failed')}
          items={[{ key: 'reason', text: <Reason error={state.error} /> }]}
        />
      )}
      <Button
        variant={props.secondary ? 'outlined' : 'contained'}
        size="large"
        disabled={state.step === 'waiting'}
        onClick={() => void signIn()}
      >
        {t('signIn.oidcContinue', { title: configured ?? t('signIn.oidcProvider') })}
      </Button>
      <Typography variant="body2" color="text.secondary" role="status">
        {state.step === 'waiting' ? t('signIn.oidcWaiting') : ''}
      </Typography>
    </Box>
  );
}

function Reason({ error }: { error: unknown }) {
  const { t } = useTranslationRef(shellTranslationRef);
  if (!isError(error)) return <>{String(error)}</>;
  if (error.name === 'PopupRejectedError') return <>{t('signIn.oidcBlocked')}</>;
  if (error.name === 'PopupClosedError') return <>{t('signIn.oidcClosed')}</>;
  return <>{error.message}</>;
}
