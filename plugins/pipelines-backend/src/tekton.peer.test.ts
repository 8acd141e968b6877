import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describeApprovals } from './__testUtils__/describeApprovals';
import { describeTekton } from './__testUtils__/describeTekton';

jest.setTimeout(240_000);

const kubeconfig = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where Tekton's controller does not run: `npm test` builds and starts it.
const describePeer = process.env.KUBEMATE_PEER_TEKTON === undefined ? describe.skip : describe;

async function start() {
  const { clusters, users } = parse(readFileSync(String(kubeconfig), 'utf8'));
  return {
    server: clusters[0].cluster.server,
    token: users[0].user.token,
    insecureSkipTlsVerify: true,
    close: async () => {},
  };
}

describePeer('runs on the real controller of Tekton', () => {
  describeTekton(start, { speed: 1 });
});

describePeer('ApprovalTasks of the real controller', () => {
  describeApprovals(start, { withoutType: false });
});
