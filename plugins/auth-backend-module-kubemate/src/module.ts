import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import type { AuthResolverContext } from '@backstage/plugin-auth-node';
import { GIT_SIGN_IN } from '@kubemate/plugin-repositories-common';
import { gitAuthenticator } from './gitAuthenticator';
import { LOCAL_USER, localAuthenticator } from './localAuthenticator';
import { personaAuthenticator } from './personaAuthenticator';
import { proxyAuthenticator, readProxySignIn } from './proxyAuthenticator';
import { readSignInMode } from './signInMode';
import { profileWhenKnown, signInWhenKnown } from './signInWhenKnown';

/** Adds the provider `persona`, `local` or `oauth2Proxy` to Backstage's auth plugin, whichever `kubemate.signIn` names. */
export const authModuleKubemate = createBackendModule({
  pluginId: 'auth',
  moduleId: 'kubemate',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        auth: coreServices.auth,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, auth, providers }) {
        const mode = readSignInMode(config);
        providers.registerProvider({
          providerId: GIT_SIGN_IN.provider,
          factory: createProxyAuthProviderFactory({
            authenticator: gitAuthenticator({ auth }),
            signInResolver: ({ result }, context) =>
              mode === 'local' && result.name === LOCAL_USER
                ? signInLocalUser(context)
                : context.signInWithCatalogUser({ entityRef: result }),
          }),
        });
        if (mode === 'persona') {
          providers.registerProvider({
            providerId: 'persona',
            factory: createProxyAuthProviderFactory({
              authenticator: personaAuthenticator,
              profileTransform: async ({ persona }, context) => ({
                profile: await profileWhenKnown(context, { name: persona }),
              }),
              signInResolver: ({ result }, context) =>
                signInWhenKnown(context, { name: result.persona }),
            }),
          });
        }
        if (mode === 'local') {
          providers.registerProvider({
            providerId: 'local',
            factory: createProxyAuthProviderFactory({
              authenticator: localAuthenticator,
              signInResolver: (_info, context) => signInLocalUser(context),
            }),
          });
        }
        if (mode === 'proxy') {
          providers.registerProvider({
            // As the app asks for it, and oauth2-proxy's users know it.
            providerId: 'oauth2Proxy',
            factory: createProxyAuthProviderFactory({
              authenticator: proxyAuthenticator(readProxySignIn(config)),
              signInResolver: ({ result: { email } }, context) =>
                context.signInWithCatalogUser({ filter: { 'spec.profile.email': email } }),
            }),
          });
        }
      },
    });
  },
});

/** The local user need not be in the catalog: with `identity: self` the kubeconfig decides what they may do. */
function signInLocalUser(context: AuthResolverContext) {
  const entityRef = stringifyEntityRef({ kind: 'User', namespace: 'default', name: LOCAL_USER });
  return context.issueToken({ claims: { sub: entityRef, ent: [entityRef] } });
}
