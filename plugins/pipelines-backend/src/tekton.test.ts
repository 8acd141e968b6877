import { startEmptyCluster } from '@kubemate/sandbox';
import { describeTekton } from './__testUtils__/describeTekton';

jest.setTimeout(240_000);

const SPEED = 5;

describe('runs on the sandbox', () => {
  describeTekton(() => startEmptyCluster({ speed: SPEED }), { speed: SPEED });
});
