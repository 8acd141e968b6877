import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const script = path.resolve(__dirname, '../../../../e2e-tests/peers/oidc/provider.mjs');

export interface OidcPeerOptions {
  readonly redirectUris: readonly string[];
  /** Makes the issuer https, as an API server needs it. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
}

/** A real OpenID provider as a process of its own; see e2e-tests/peers/oidc. */
export class OidcPeer {
  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
    /** Over plain HTTP, for a portal that does not trust the certificate. */
    readonly metadataUrl: string,
  ) {}

  static async start(options: OidcPeerOptions): Promise<OidcPeer> {
    const given = JSON.stringify({ ...options, untilStdinEnds: true });
    const child = spawn(process.execPath, [script, given], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    if (child.stdout === null) throw new Error('the OpenID provider has no output');
    const line = await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the OpenID provider ended with ${code}`);
      }),
    ]);
    const { issuer, metadataUrl } = JSON.parse(String(line[0]));
    return new OidcPeer(child, issuer, metadataUrl);
  }

  /** Backstage's configuration of it, with the way to the catalog that is given. */
  auth(signIn: { resolver: string; [option: string]: string | string[] | boolean }) {
    return {
      session: { secret: 'of the tests' },
      providers: {
        persona: {},
        local: {},
        oidc: {
          development: {
            metadataUrl: this.metadataUrl,
            clientId: 'kubemate',
            clientSecret: 'kubemate-secret',
            prompt: 'auto',
            additionalScopes: ['offline_access', 'groups'],
            signIn: { resolvers: [signIn] },
          },
        },
      },
    };
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill();
    await exit;
  }
}
