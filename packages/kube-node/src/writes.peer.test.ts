import { checkWrites } from './testUtils/checkWrites';
import { peerDefinition } from './testUtils/peerClusters';

const KUBECONFIG = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where no real API server runs: `npm test` starts one.
const describeWithPeer = KUBECONFIG === undefined ? describe.skip : describe;

describeWithPeer('writes to a real API server', () => {
  checkWrites(async () => ({ definition: await peerDefinition(KUBECONFIG ?? '', 'impersonate') }));
});
