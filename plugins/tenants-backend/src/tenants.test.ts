import { systemClock } from '@kubemate/kube-node';
import { createApiServer } from '@kubemate/sandbox';
import { describeTenants } from './__testUtils__/describeTenants';

jest.setTimeout(60_000);

describe('tenants on the sandbox', () => {
  describeTenants(
    async () => {
      const token = 'portal-token';
      const users = [{ token, user: 'portal', groups: ['system:masters'] }];
      const server = createApiServer({
        name: 'live',
        clock: systemClock,
        random: Math.random,
        users,
      });
      await server.listen();
      return { server: server.url, token, close: () => server.close() };
    },
    { admissionPolicies: 'kept' },
  );
});
