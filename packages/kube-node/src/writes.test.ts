import { createApiServer } from '@kubemate/sandbox';
import { staticCredential } from './clusters/PortalCredential';
import { systemClock } from './reflector/Clock';
import { checkWrites } from './testUtils/checkWrites';
import { testDefinition } from './testUtils/testDefinition';

describe('writes to the sandbox', () => {
  checkWrites(async () => {
    const server = createApiServer({
      name: 'test',
      clock: systemClock,
      random: Math.random,
      users: [{ token: 'portal', user: 'portal', groups: ['system:masters'] }],
    });
    await server.listen();
    const credential = staticCredential({ authorization: 'Bearer portal' });
    const definition = testDefinition(new URL(server.url), { credential });
    return { definition, close: () => server.close() };
  });
});
