import { readFileSync } from 'node:fs';
import { Agent, fetch } from 'undici';
import { parse } from 'yaml';
import { systemClock } from '../Clock';
import { createApiServer, type ApiServer } from '../apiserver/ApiServer';
import { Target, type TargetOptions } from './Target';
import { accessChecks } from './accessChecks';
import { admissionChecks } from './admissionChecks';
import { applyChecks } from './applyChecks';
import { crdChecks } from './crdChecks';
import { discoveryChecks } from './discoveryChecks';
import { impersonationChecks } from './impersonationChecks';
import { lifecycleChecks } from './lifecycleChecks';
import { readChecks } from './readChecks';
import { subresourceChecks } from './subresourceChecks';
import { watchChecks } from './watchChecks';
import { writeChecks } from './writeChecks';

const SUITES = {
  discovery: discoveryChecks,
  reads: readChecks,
  watches: watchChecks,
  writes: writeChecks,
  'defaults and validation': admissionChecks,
  apply: applyChecks,
  'custom resources': crdChecks,
  lifecycle: lifecycleChecks,
  subresources: subresourceChecks,
  access: accessChecks,
  impersonation: impersonationChecks,
};

/** Controllers of a real cluster retry with growing pauses. */
jest.setTimeout(60_000);

const TOKENS = { admin: 'admin-token', developer: 'developer-token' };
const peer = process.env.KUBEMATE_PEER_KUBECONFIG;

/** The suite's fetch on a pool of its own, so that a run leaves no connection behind. */
function pooledFetch(pool: Agent): TargetOptions['fetch'] {
  return async (url, init) => {
    const response = await fetch(url, { ...init, dispatcher: pool });
    return response as unknown as Response;
  };
}

function runSuites(open: () => Target) {
  describe.each(Object.entries(SUITES))('%s', (_suite, checks) => {
    it.each(Object.entries(checks))('%s', async (_name, run) => {
      await expect(run(open())).resolves.toBeUndefined();
    });
  });
}

describe('the sandbox API server', () => {
  const pool = new Agent();
  let server: ApiServer;
  let target: Target;

  beforeAll(async () => {
    let seed = 1;
    server = createApiServer({
      name: 'conformance',
      clock: systemClock,
      random: () => {
        seed = (seed * 16807) % 2147483647;
        return seed / 2147483647;
      },
      users: [
        { token: TOKENS.admin, user: 'admin', uid: 'admin', groups: ['system:masters'] },
        { token: TOKENS.developer, user: 'developer', uid: 'developer', groups: ['team-shop'] },
      ],
    });
    await server.listen();
    target = new Target({ url: server.url, tokens: TOKENS, fetch: pooledFetch(pool), real: false });
  });

  afterAll(async () => {
    await pool.destroy();
    await server.close();
  });

  runSuites(() => target);
});

(peer === undefined ? describe.skip : describe)('a real kube-apiserver', () => {
  // It signs its own certificate.
  const pool = new Agent({ connect: { rejectUnauthorized: false } });
  let target: Target;

  beforeAll(() => {
    const config = parse(readFileSync(peer ?? '', 'utf8'));
    const url = config.clusters[0].cluster.server;
    target = new Target({ url, tokens: TOKENS, fetch: pooledFetch(pool), real: true });
  });

  afterAll(() => pool.destroy());

  runSuites(() => target);
});
