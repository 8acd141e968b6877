import { describeKeyless } from './__testUtils__/describeKeyless';
import { FakeRegistry } from './__testUtils__/FakeRegistry';

describe('a registry with the referrers API', () => {
  describeKeyless(async () => {
    const registry = new FakeRegistry();
    return { url: await registry.listen(), close: () => registry.close() };
  });
});
