import { startTektonApi } from '../__testUtils__/startTektonApi';
import { describeResults } from './__testUtils__/describeResults';
import { FakeResults } from './__testUtils__/FakeResults';

jest.setTimeout(120_000);

describe('runs that only Tekton Results remembers', () => {
  describeResults(async () => ({
    server: await startTektonApi(),
    results: await FakeResults.start(),
  }));
});
