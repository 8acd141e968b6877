import { useEffect, useState } from 'react';
import type { SignInPageProps } from '@backstage/core-plugin-api';
import { useApi } from '@backstage/core-plugin-api';
import { oidcSessionApiRef } from './oidcSessionApi';
import { forgetEnd } from './rememberedEnd';

/** Goes on with the session of an earlier visit. True while it is not known whether there is one. */
export function useRestoredSession(
  { onSignInSuccess }: SignInPageProps,
  options: { enabled: boolean },
): boolean {
  const oidc = useApi(oidcSessionApiRef);
  const [isPending, setPending] = useState(options.enabled);
  useEffect(() => {
    if (!isPending) return undefined;
    let current = true;
    void oidc.restore().then(identity => {
      if (!current) return;
      if (identity === undefined) {
        setPending(false);
        return;
      }
      forgetEnd(window.sessionStorage);
      onSignInSuccess(identity);
    });
    return () => {
      current = false;
    };
  }, [oidc, isPending, onSignInSuccess]);
  return isPending;
}
