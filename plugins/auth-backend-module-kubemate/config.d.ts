export interface Config {
  kubemate?: {
    /**
     * How people sign in. `persona`: as one of the sandbox's people, sandbox only. `local`: as the person at this machine, only while the portal listens on
     * loopback. `proxy`: by an authenticating proxy in front of the portal (Backstage's `oauth2Proxy` provider). `oidc`: at an OpenID provider (Backstage's
     * `oidc` provider), which is offered beside `persona` and `local` as well where it is configured.
     * @visibility frontend
     */
    signIn?: 'persona' | 'local' | 'proxy' | 'oidc';
    sandbox?: {
      /** @visibility frontend */
      enabled?: boolean;
      /** Lets other machines reach the sandbox, where anybody may sign in as any persona. */
      shared?: boolean;
    };
  };
}
