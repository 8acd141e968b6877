import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';

const MAX_REDIRECTS = 12;

/** What Backstage's auth plugin says of a session. */
export interface Session {
  readonly providerInfo: { readonly idToken: string; readonly expiresInSeconds: number };
  readonly backstageIdentity: {
    readonly token: string;
    readonly identity: {
      readonly userEntityRef: string;
      readonly ownershipEntityRefs: readonly string[];
    };
  };
}

/** Does what the app does in a browser: cookies, the pop-up with the provider's pages, refresh and sign-out. */
export class OidcBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();

  constructor(private readonly portal: string) {}

  /**
   * Signs in at the provider and lets the portal's answer to the pop-up through.
   * @throws Error with the portal's message where it refuses
   */
  async signIn(account: string): Promise<Session> {
    const start = new URL(`${this.portal}/api/auth/oidc/start`);
    start.search = new URLSearchParams({
      env: 'development',
      scope: 'openid profile email',
      origin: this.portal,
      flow: 'popup',
    }).toString();
    const form = await this.follow(start);
    const action = /action="([^"]+)"/.exec(await form.text())?.[1];
    if (action === undefined) throw new Error(`no form to sign in at ${form.url}`);
    const handler = await this.follow(new URL(action, form.url), {
      method: 'POST',
      body: new URLSearchParams({ prompt: 'login', login: account, password: 'any' }),
    });
    const page = await handler.text();
    const message = /authResponse = decodeURIComponent\('([^']+)'\)/.exec(page)?.[1];
    if (message === undefined)
      throw new Error(`${handler.url} answered ${handler.status}: ${page}`);
    const { response, error } = JSON.parse(decodeURIComponent(message));
    if (error) throw new Error(error.message);
    return response;
  }

  /** A session out of the cookie, as after a reload of the page. */
  refresh(): Promise<Response> {
    return this.request(new URL(`${this.portal}/api/auth/oidc/refresh?env=development`), {
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
  }

  signOut(): Promise<Response> {
    return this.request(new URL(`${this.portal}/api/auth/oidc/logout?env=development`), {
      method: 'POST',
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
  }

  private async follow(start: URL, init: RequestInit = {}): Promise<Response> {
    let url = start;
    let response = await this.request(url, init);
    for (let hop = 0; hop < MAX_REDIRECTS; hop++) {
      const location = response.headers.get('location');
      if (location === null) return response;
      url = new URL(location, url);
      response = await this.request(url);
    }
    throw new Error(`${url} redirects for ever`);
  }

  private async request(url: URL, init: RequestInit = {}): Promise<Response> {
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    this.cookies.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await globalThis.fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), value);
    }
    return response;
  }
}

/** The headers of a request in a session; the ID token only where it is asked for. */
export function headersOf(session: Session, { clusterToken }: { clusterToken: boolean }) {
  const { backstageIdentity, providerInfo } = session;
  return {
    authorization: `Bearer ${backstageIdentity.token}`,
    ...(clusterToken ? { [CLUSTER_TOKEN_HEADER]: providerInfo.idToken } : {}),
  };
}
