import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { listensOnLoopback } from './loopback';
import { checkOidcProvider } from './oidcProvider';

const signInSchema = z.enum(['persona', 'local', 'proxy', 'oidc']);

export type SignInMode = z.infer<typeof signInSchema>;

/**
 * Reads `kubemate.signIn` and refuses what would let a stranger in.
 * @throws InputError naming the key, which stops start-up
 */
export function readSignInMode(config: Config): SignInMode {
  const sandbox = config.getOptionalBoolean('kubemate.sandbox.enabled') ?? true;
  const parsed = signInSchema.safeParse(
    config.getOptional('kubemate.signIn') ?? (sandbox ? 'persona' : 'proxy'),
  );
  if (!parsed.success)
    throw new InputError('kubemate.signIn must be one of persona, local, proxy, oidc');
  const mode = parsed.data;
  if (mode === 'persona' && !sandbox) {
    throw new InputError(
      'kubemate.signIn: persona signs anybody in without proof and works only with kubemate.sandbox.enabled: true',
    );
  }
  if (mode === 'persona' && hasConfiguredClusters(config)) {
    throw new InputError(
      'kubemate.signIn: persona signs anybody in without proof, so no real cluster may stand beside the sandbox; take kubemate.clusters and kubemate.kubeconfig out, or let people sign in with oidc',
    );
  }
  if (mode === 'local' && !listensOnLoopback(config)) {
    throw new InputError(
      'kubemate.signIn: local works only while the portal listens on loopback; set backend.listen.host: 127.0.0.1',
    );
  }
  if (
    mode === 'persona' &&
    !listensOnLoopback(config) &&
    !config.getOptionalBoolean('kubemate.sandbox.shared')
  ) {
    throw new InputError(
      'kubemate.signIn: persona signs anybody in without proof; set backend.listen.host: 127.0.0.1, or kubemate.sandbox.shared: true to show the sandbox to others',
    );
  }
  const hasOidc = checkOidcProvider(config);
  if (mode === 'oidc' && !hasOidc) {
    throw new InputError('kubemate.signIn: oidc needs auth.providers.oidc; see docs/identity.md');
  }
  return mode;
}

function hasConfiguredClusters(config: Config): boolean {
  const clusters = config.getOptional('kubemate.clusters');
  return (
    config.has('kubemate.kubeconfig') ||
    (Array.isArray(clusters) ? clusters.length > 0 : !!clusters)
  );
}
