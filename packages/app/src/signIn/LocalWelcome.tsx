import type { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@mui/material/Button';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { SignInFrame } from './SignInFrame';

/** Sign-in of the person at this machine: one button, since the kubeconfig says who they are. */
export function LocalWelcome(props: {
  onContinue: () => void;
  /** Another way in, below the button. */
  children?: ReactNode;
}) {
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <SignInFrame title={t('signIn.localTitle')} subtitle={t('signIn.localSubtitle')}>
      <Button variant="contained" size="large" onClick={props.onContinue}>
        {t('signIn.localContinue')}
      </Button>
      {props.children}
    </SignInFrame>
  );
}
