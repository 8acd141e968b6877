import { AuthenticationError } from '@backstage/errors';
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';
import type { Clock } from '../reflector/Clock';
import type { CredentialMaterial, PortalCredential } from './PortalCredential';

/** A cloud's login plugin may ask its service first; one that waits for a terminal never answers. */
const PLUGIN_TIMEOUT_MS = 30_000;

/** client-node keeps an exec plugin's answer until it expires and OIDC tokens likewise, so asking again is cheap; this bounds file reads. */
const REUSE_MS = 10_000;

/** The credential of one kubeconfig user: certificate, token, exec plugin, or auth provider. */
export function kubeconfigCredential(
  { cluster, user }: { cluster: Cluster; user: User },
  { clock, newKubeConfig }: { clock: Clock; newKubeConfig: () => KubeConfig },
): PortalCredential {
  const load = () => {
    const config = newKubeConfig();
    config.loadFromClusterAndUser({ ...cluster, skipTLSVerify: true }, user);
    return config;
  };
  let config = load();
  let last: { at: number; material: CredentialMaterial } | undefined;
  let running: Promise<CredentialMaterial> | undefined;

  async function read(): Promise<CredentialMaterial> {
    const material = await withTimeout(readMaterial(config, user), clock);
    last = { at: clock.now(), material };
    return material;
  }

  return {
    material({ fresh = false } = {}) {
      if (last && !fresh && clock.now() - last.at < REUSE_MS) return Promise.resolve(last.material);
      if (running) return running;
      // A new KubeConfig forgets the plugin's cached answer.
      if (fresh) config = load();
      running = read().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

async function readMaterial(config: KubeConfig, user: User): Promise<CredentialMaterial> {
  const options: {
    headers: Record<string, unknown>;
    cert?: unknown;
    key?: unknown;
  } = { headers: {} };
  try {
    await config.applyToHTTPSOptions(options as Parameters<KubeConfig['applyToHTTPSOptions']>[0]);
  } catch (error) {
    throw new AuthenticationError(`${credentialName(user)} failed`, error);
  }
  const header = options.headers.Authorization;
  const basic =
    user.username === undefined
      ? undefined
      : `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
  return {
    authorization: typeof header === 'string' ? header.trim() : basic,
    certificate: pem(options.cert),
    key: pem(options.key),
  };
}

function credentialName(user: User): string {
  const command: unknown = user.exec?.command;
  if (typeof command === 'string') return `the credential plugin ${command}`;
  return `the credential of kubeconfig user ${user.name}`;
}

function pem(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Buffer.isBuffer(value) ? value.toString('utf8') : undefined;
}

function withTimeout<T>(promise: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(PLUGIN_TIMEOUT_MS, () =>
      reject(new AuthenticationError('the credential plugin gave no answer within 30 s')),
    );
    promise.then(resolve, reject).finally(cancel);
  });
}
