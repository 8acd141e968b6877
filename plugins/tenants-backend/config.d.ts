export interface Config {
  kubemate?: {
    sandbox?: {
      /** Tenants of the sandbox's company; see `kubemate.tenants.seed`. Left out where the sandbox is off. */
      tenants?: Array<object>;
    };
    tenants?: {
      /** Plans beside small, medium, large and gpu, or in their place, by name. */
      plans?: {
        [name: string]: {
          title: string;
          /** `spec.hard` of the ResourceQuota in each namespace: `requests.cpu: '8'`. */
          quota: { [resource: string]: string };
          /** Requests of containers that have none. */
          defaultRequest?: { [resource: string]: string };
          /** Limits of containers that have none. */
          default?: { [resource: string]: string };
        };
      };
      /** The ClusterRole that a role in a tenant gives, by environment; `default` for those not named. */
      clusterRoles?: {
        [role: string]: { default?: string; dev?: string; staging?: string; prod?: string };
      };
      /**
       * Tenants to begin with, as `tenants.create-tenant` takes them. One that is known by name is left as it is. They are written to no cluster: what
       * differs there is shown as drift.
       */
      seed?: Array<object>;
    };
  };
}
