import { systemClock } from '@kubemate/kube-node';
import { createApiServer } from '@kubemate/sandbox';
import { checkIsolation } from './__testUtils__/checkIsolation';

const token = 'portal-token';

describe('two tenants on the sandbox', () => {
  checkIsolation(
    async () => {
      const server = createApiServer({
        name: 'real',
        clock: systemClock,
        random: Math.random,
        users: [{ token, user: 'portal', groups: ['system:masters'] }],
      });
      await server.listen();
      return { server: server.url, token, close: () => server.close() };
    },
    { people: 6 },
  );
});
