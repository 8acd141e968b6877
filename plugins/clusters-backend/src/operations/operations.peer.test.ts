import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { checkOperations } from './__testUtils__/checkOperations';

const kubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
const describePeer = kubeconfig === undefined ? describe.skip : describe;

describePeer('operations on a real API server', () => {
  checkOperations(async () => {
    const { clusters, users } = parse(readFileSync(String(kubeconfig), 'utf8'));
    return {
      server: clusters[0].cluster.server,
      token: users[0].user.token,
      insecureSkipTlsVerify: true,
    };
  });
});
