import { describeKeyless } from './__testUtils__/describeKeyless';
import { describeRegistry } from './__testUtils__/describeRegistry';

const url = process.env.KUBEMATE_PEER_REGISTRY;
// Skipped, and counted as that, where no registry runs: `npm test` builds and starts one.
const describePeer = url === undefined ? describe.skip : describe;

describePeer('the registry of the CNCF, without the referrers API', () => {
  const start = async () => ({ url: String(url), close: async () => {} });
  describeRegistry(start);
  describeKeyless(start);
});
