import { clustersOperations } from '@kubemate/plugin-clusters-common';
import { systemClock } from '@kubemate/kube-node';
import { createApiServer } from '@kubemate/sandbox';
import { terminalOperations } from '../exec/terminalOperations';
import { registryOperations } from '../registry/registryOperations';
import { checkOperations } from './__testUtils__/checkOperations';
import { clusterOperations } from './clusterOperations';

const token = 'portal-token';

describe('operations on the sandbox API server', () => {
  checkOperations(async () => {
    const server = createApiServer({
      name: 'real',
      clock: systemClock,
      random: Math.random,
      users: [{ token, user: 'portal', groups: ['system:masters'] }],
    });
    await server.listen();
    return { server: server.url, token, close: () => server.close() };
  });
});

describe('clusterOperations', () => {
  it('has a definition for every contract', () => {
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).sort();
    // What they need is not there: only their contracts are looked at.
    const registry = registryOperations({} as Parameters<typeof registryOperations>[0]);
    const terminal = terminalOperations({} as Parameters<typeof terminalOperations>[0]);
    const all = [...clusterOperations, ...registry, ...terminal];
    expect(names(all.map(({ contract }) => contract))).toEqual(
      names(Object.values(clustersOperations)),
    );
  });
});
