import { openLoginPopup } from '@backstage/core-app-api';
import { configApiRef, createApiRef, discoveryApiRef } from '@backstage/core-plugin-api';
import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import { OidcSession } from './OidcSession';
import { rememberEnd } from './rememberedEnd';

const POPUP = { name: 'kubemate-sign-in', width: 480, height: 720 };

/** The session at the OpenID provider; there without one, too. */
export const oidcSessionApiRef = createApiRef<OidcSession>({ id: 'kubemate.oidc-session' });

/** {@link oidcSessionApiRef} of this page. When it ends, the page starts anew at the same address, with the sign-in page. */
export const oidcSessionApi = ApiBlueprint.make({
  name: 'oidc-session',
  params: defineParams =>
    defineParams({
      api: oidcSessionApiRef,
      deps: { config: configApiRef, discovery: discoveryApiRef },
      factory: ({ config, discovery }) =>
        new OidcSession({
          address: async () => `${await discovery.getBaseUrl('auth')}/oidc`,
          environment: config.getOptionalString('auth.environment') ?? 'development',
          fetch: (input, init) => window.fetch(input, init),
          openPopup: url => openLoginPopup({ ...POPUP, url }),
          onEnded: () => {
            rememberEnd(window.sessionStorage);
            window.location.reload();
          },
          origin: window.location.origin,
          now: () => Date.now(),
        }),
    }),
});
