import { ConfigReader } from '@backstage/config';
import { readSignInMode } from './signInMode';

const oidc = {
  session: { secret: 'a secret' },
  providers: {
    oidc: {
      development: {
        clientId: 'kubemate',
        signIn: { resolvers: [{ resolver: 'emailMatchingUserEntityProfileEmail' }] },
      },
    },
  },
};

function withoutSession({ providers }: typeof oidc) {
  return { providers };
}

const loopback = { listen: { host: '127.0.0.1', port: 7007 } };

describe('readSignInMode', () => {
  it.each([
    [
      'persona in the sandbox on loopback',
      { backend: loopback, kubemate: { signIn: 'persona' } },
      'persona',
    ],
    ['persona by default in the sandbox', { backend: loopback }, 'persona'],
    [
      'persona in a sandbox shared on purpose',
      { backend: { listen: ':7007' }, kubemate: { sandbox: { enabled: true, shared: true } } },
      'persona',
    ],
    [
      'local on loopback',
      {
        backend: { listen: '127.0.0.1:7007' },
        kubemate: { signIn: 'local', sandbox: { enabled: false } },
      },
      'local',
    ],
    [
      'oidc on every interface, outside the sandbox',
      { kubemate: { signIn: 'oidc', sandbox: { enabled: false } }, auth: oidc },
      'oidc',
    ],
    [
      'oidc with real clusters beside the sandbox',
      { kubemate: { signIn: 'oidc', clusters: [{ name: 'prod' }] }, auth: oidc },
      'oidc',
    ],
    ['oidc beside the personas', { backend: loopback, auth: oidc }, 'persona'],
    [
      'the provider of another environment',
      {
        kubemate: { signIn: 'oidc' },
        auth: {
          ...oidc,
          environment: 'production',
          providers: { oidc: { production: oidc.providers.oidc.development } },
        },
      },
      'oidc',
    ],
    [
      'proxy by default outside the sandbox',
      { kubemate: { sandbox: { enabled: false } } },
      'proxy',
    ],
  ])('allows %s', (_title, data, mode) => {
    expect(readSignInMode(new ConfigReader(data))).toBe(mode);
  });

  it.each([
    [
      'persona outside the sandbox',
      { backend: loopback, kubemate: { signIn: 'persona', sandbox: { enabled: false } } },
      /sandbox\.enabled/,
    ],
    ['persona for other machines', { backend: { listen: ':7007' } }, /backend\.listen\.host/],
    [
      'local on every interface',
      { kubemate: { signIn: 'local', sandbox: { enabled: false } } },
      /backend\.listen\.host/,
    ],
    [
      'local on a routable address',
      { backend: { listen: { host: '10.0.0.5', port: 1 } }, kubemate: { signIn: 'local' } },
      /backend\.listen\.host/,
    ],
    [
      'persona beside a configured cluster',
      { backend: loopback, kubemate: { signIn: 'persona', clusters: [{ name: 'prod' }] } },
      /kubemate\.clusters/,
    ],
    [
      'persona beside a kubeconfig',
      { backend: loopback, kubemate: { signIn: 'persona', kubeconfig: { file: '/f' } } },
      /kubemate\.kubeconfig/,
    ],
    [
      'oidc without its provider',
      { backend: loopback, kubemate: { signIn: 'oidc' } },
      /auth\.providers\.oidc/,
    ],
    [
      'an OIDC provider of another environment only',
      { kubemate: { signIn: 'oidc' }, auth: { ...oidc, environment: 'production' } },
      /auth\.providers\.oidc\.production is missing/,
    ],
    [
      'an OIDC provider without a session secret',
      { kubemate: { signIn: 'oidc' }, auth: withoutSession(oidc) },
      /auth\.session\.secret/,
    ],
    [
      'an OIDC provider that maps to no catalog user',
      {
        kubemate: { signIn: 'oidc' },
        auth: { ...oidc, providers: { oidc: { development: { clientId: 'kubemate' } } } },
      },
      /auth\.providers\.oidc\.development\.signIn\.resolvers/,
    ],
    [
      'a mode it does not know',
      { backend: loopback, kubemate: { signIn: 'guest' } },
      /kubemate\.signIn must be one of/,
    ],
  ])('refuses %s and names the key', (_title, data, message) => {
    expect(() => readSignInMode(new ConfigReader(data))).toThrow(message);
  });
});
