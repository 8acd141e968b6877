import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describeTenants } from './__testUtils__/describeTenants';

jest.setTimeout(120_000);

const KUBECONFIG = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where no real API server runs: `npm test` starts one.
const describeWithPeer = KUBECONFIG === undefined ? describe.skip : describe;

describeWithPeer('tenants on a real API server', () => {
  describeTenants(
    async () => {
      const config = parse(readFileSync(KUBECONFIG ?? '', 'utf8'));
      return {
        server: config.clusters[0].cluster.server,
        token: config.users[0].user.token,
        insecure: true,
        close: async () => {},
      };
    },
    { admissionPolicies: 'enforced' },
  );
});
