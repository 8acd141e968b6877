import { describePrometheus } from './__testUtils__/describePrometheus';
import { tellPrometheus } from './__testUtils__/tellPrometheus';

const url = process.env.KUBEMATE_PEER_PROMETHEUS;
// Skipped, and counted as that, where no Prometheus runs: `npm test` builds and starts one.
const describePeer = url === undefined ? describe.skip : describe;

describePeer('Prometheus itself', () => {
  describePrometheus(async () => ({
    url: String(url),
    write: series => tellPrometheus(String(url), series),
    close: async () => {},
  }));
});
