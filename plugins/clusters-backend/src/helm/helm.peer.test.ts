import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { checkRealHelm } from './__testUtils__/checkRealHelm';

const kubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const binary = path.join(
  process.env.KUBEMATE_PEERS ?? path.join(cache, 'kubemate-peers/bin'),
  'helm',
);
const describePeer = kubeconfig !== undefined && existsSync(binary) ? describe : describe.skip;

describePeer('Helm itself on a real API server', () => {
  checkRealHelm({
    binary,
    async start() {
      const { clusters, users } = parse(readFileSync(String(kubeconfig), 'utf8'));
      const { server } = clusters[0].cluster;
      const { token } = users[0].user;
      return {
        ...{ server, token, insecureSkipTlsVerify: true },
        helmArguments: [
          ...['--kube-apiserver', server, '--kube-token', token],
          '--kube-insecure-skip-tls-verify',
        ],
      };
    },
  });
});
