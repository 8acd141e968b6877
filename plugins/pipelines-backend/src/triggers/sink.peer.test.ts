import { describeTriggerCases } from './__testUtils__/describeTriggerCases';
import { RealSink } from './__testUtils__/RealSink';

jest.setTimeout(120_000);

const kubeconfig = String(process.env.KUBEMATE_PEER_KUBECONFIG);
// Skipped, and counted as that, where no cluster with Tekton runs: `npm test` builds and starts it.
const describePeer = process.env.KUBEMATE_PEER_TEKTON === undefined ? describe.skip : describe;

describePeer('what the sink of Tekton Triggers makes of an event', () => {
  describeTriggerCases(() => RealSink.start(kubeconfig), { isPortal: false });
});
