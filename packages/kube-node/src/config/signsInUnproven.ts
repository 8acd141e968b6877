import type { Config } from '@backstage/config';

/** Ways to sign in that ask for a proof; `local` takes sitting at the machine for one, and needs loopback. */
const PROVEN = ['local', 'proxy', 'oidc'];

/**
 * Whether people sign in without any proof, as personas of the sandbox do. Then everybody who reaches the portal is its administrator
 * if they say so, and no cluster may be behind it but what stands on this machine. Unproven is also what is not known: the auth module
 * (`auth-backend-module-kubemate`) decides what `kubemate.signIn` is where it is not set, and this must not be laxer.
 */
export function signsInUnproven(config: Config): boolean {
  const mode = config.getOptional('kubemate.signIn');
  if (mode === undefined) return config.getOptionalBoolean('kubemate.sandbox.enabled') !== false;
  return typeof mode !== 'string' || !PROVEN.includes(mode);
}
