import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { checkIsolation } from './__testUtils__/checkIsolation';

const kubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
const describePeer = kubeconfig === undefined ? describe.skip : describe;

describePeer('two tenants on a real API server', () => {
  checkIsolation(
    async () => {
      const { clusters, users } = parse(readFileSync(String(kubeconfig), 'utf8'));
      return {
        server: clusters[0].cluster.server,
        token: users[0].user.token,
        insecureSkipTlsVerify: true,
      };
    },
    { people: 6 },
  );
});
