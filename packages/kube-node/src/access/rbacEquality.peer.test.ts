import { peerDefinition } from '../testUtils/peerClusters';
import { rbacEquality } from '../testUtils/rbacEquality';

const KUBECONFIG = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where no real API server runs: `npm test` starts one.
const describeWithPeer = KUBECONFIG === undefined ? describe.skip : describe;

/** Far below the 30 s that a decision lives: a change of RBAC counts because it is seen. */
const PATIENCE_MS = 8_000;

describeWithPeer('rows through the portal and lists of a real API server', () => {
  it('are equal for random roles, bindings, people and changes', async () => {
    const definition = await peerDefinition(KUBECONFIG ?? '', 'impersonate');
    const seed = Date.now() % 1_000_000;
    const report = await rbacEquality(definition, { seed, rounds: 40, patienceMs: PATIENCE_MS });
    // eslint-disable-next-line no-console
    console.info(`seed ${seed}`, { ...report, differences: report.differences.length });
    expect(report.differences).toEqual([]);
    expect(report.partial).toBeGreaterThan(40);
  }, 300_000);
});
