export interface Config {
  kubemate?: {
    /** @visibility frontend */
    signIn?: 'persona' | 'local' | 'proxy' | 'oidc';
    oidc?: {
      /**
       * What the OpenID provider is called on the sign-in page: "Sign in with …".
       * @visibility frontend
       */
      title?: string;
    };
    sandbox?: {
      /** @visibility frontend */
      enabled?: boolean;
    };
  };
  auth?: {
    /** @visibility frontend */
    environment?: string;
    providers?: {
      /**
       * That it is there; nothing in it reaches the browser.
       * @visibility frontend
       */
      oidc?: { [environment: string]: object };
    };
  };
}
