import { startEmptyCluster } from '@kubemate/sandbox';
import { describeTekton } from './__testUtils__/describeTekton';

jest.setTimeout(120_000);

describe('runs on the sandbox', () => {
  describeTekton(() => startEmptyCluster({ speed: 5 }));
});
