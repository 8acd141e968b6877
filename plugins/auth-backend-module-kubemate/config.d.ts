export interface Config {
  kubemate?: {
    /**
     * How people sign in. `persona`: as one of the sandbox's people, sandbox only. `local`: as the person at this machine, only while the portal listens on
     * loopback. `proxy`: by an authenticating proxy in front of the portal; see `proxySignIn`. `oidc`: at an OpenID provider (Backstage's
     * `oidc` provider), which is offered beside `persona` and `local` as well where it is configured.
     * @visibility frontend
     */
    signIn?: 'persona' | 'local' | 'proxy' | 'oidc';
    /** How an authenticating proxy in front of the portal names who signs in, with `signIn: proxy`. */
    proxySignIn?: {
      /**
       * 16 characters or more; the proxy sends it as `x-kubemate-proxy-secret`.
       * @visibility secret
       */
      secret: string;
      /** Header with the address of the person, as it stands in `spec.profile.email` of a User of the catalog; `x-forwarded-email` where absent. */
      emailHeader?: string;
    };
    sandbox?: {
      /** @visibility frontend */
      enabled?: boolean;
      /** Lets other machines reach the sandbox, where anybody may sign in as any persona. */
      shared?: boolean;
    };
  };
}
