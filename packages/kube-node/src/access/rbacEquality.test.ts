import { createApiServer } from '@kubemate/sandbox';
import { staticCredential } from '../clusters/PortalCredential';
import { systemClock } from '../reflector/Clock';
import { rbacEquality } from '../testUtils/rbacEquality';
import { testDefinition } from '../testUtils/testDefinition';

/** Far below the 30 s that a decision lives: a change of RBAC counts because it is seen. */
const PATIENCE_MS = 8_000;

describe('rows through the portal and lists of the sandbox', () => {
  it('are equal for random roles, bindings, people and changes', async () => {
    const server = createApiServer({
      name: 'test',
      clock: systemClock,
      random: Math.random,
      users: [{ token: 'portal', user: 'portal', groups: ['system:masters'] }],
    });
    await server.listen();
    const credential = staticCredential({ authorization: 'Bearer portal' });
    const report = await rbacEquality(testDefinition(new URL(server.url), { credential }), {
      seed: 1,
      rounds: 60,
      patienceMs: PATIENCE_MS,
    });
    await server.close();
    expect(report.differences).toEqual([]);
    expect(report.comparisons).toBe(60 * 4 * 6);
    expect(report.partial).toBeGreaterThan(60);
  }, 300_000);
});
