import { describeRegistry } from './__testUtils__/describeRegistry';

const url = process.env.KUBEMATE_PEER_REGISTRY;
// Skipped, and counted as that, where no registry runs: `npm test` builds and starts one.
const describePeer = url === undefined ? describe.skip : describe;

describePeer('the registry of the CNCF, without the referrers API', () => {
  describeRegistry(async () => ({ url: String(url), close: async () => {} }));
});
