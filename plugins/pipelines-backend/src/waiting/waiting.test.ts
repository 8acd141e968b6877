import { startEmptyCluster } from '@kubemate/sandbox';
import { describeApprovals } from '../__testUtils__/describeApprovals';

jest.setTimeout(120_000);

describe('ApprovalTasks on the sandbox', () => {
  describeApprovals(() => startEmptyCluster({ speed: 5 }), { withoutType: true });
});
