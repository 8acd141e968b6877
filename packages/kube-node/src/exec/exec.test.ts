import { mockServices } from '@backstage/backend-test-utils';
import { createApiServer, type ApiServer } from '@kubemate/sandbox';
import { ClusterPool } from '../clusters/ClusterPool';
import { staticCredential } from '../clusters/PortalCredential';
import { PortalKubeService } from '../PortalKubeService';
import { systemClock } from '../reflector/Clock';
import { NamespaceIds } from '../rows/NamespaceSet';
import { prepareExecBench } from '../testUtils/execBench';
import { execChecks, type ExecBench } from '../testUtils/execContract';
import { runProgram } from '../testUtils/execPrograms';
import { ClusterWriter } from '../testUtils/peerClusters';
import { testDefinition } from '../testUtils/testDefinition';

describe('exec on the sandbox', () => {
  let server: ApiServer;
  let kube: PortalKubeService;
  let writer: ClusterWriter;
  let bench: ExecBench;

  beforeAll(async () => {
    server = createApiServer({
      name: 'test',
      clock: systemClock,
      random: Math.random,
      users: [{ token: 'portal', user: 'portal', groups: ['system:masters'] }],
    });
    server.hooks.exec = ({ command }, streams) => runProgram(command, streams);
    await server.listen();
    const credential = staticCredential({ authorization: 'Bearer portal' });
    const definition = testDefinition(new URL(server.url), { credential });
    const options = { ids: new NamespaceIds(), clock: systemClock, random: Math.random };
    const clusters = new ClusterPool([definition], {
      ...options,
      logger: mockServices.logger.mock(),
      prefixes: { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' },
    });
    clusters.start();
    kube = new PortalKubeService({ ...options, clusters });
    writer = new ClusterWriter(definition);
    bench = await prepareExecBench({ kube, writer, cluster: 'test', id: 'exec' });
  }, 60_000);
  afterAll(async () => {
    await kube.close();
    await writer.close();
    await server.close();
  });

  it.each(Object.entries(execChecks))('%s', (_, check) => check(bench), 40_000);
});
