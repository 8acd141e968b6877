import { describePipelines } from './__testUtils__/describePipelines';
import { startTektonApi } from './__testUtils__/startTektonApi';

jest.setTimeout(60_000);

describe('pipelines on the sandbox', () => {
  describePipelines(startTektonApi);
});
