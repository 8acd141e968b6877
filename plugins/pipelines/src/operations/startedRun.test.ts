import { makeReceipt } from '@kubemate/ui/testUtils';
import { startedRun } from './startedRun';

const run = { engine: 'tekton', place: 'dev', folder: 'shop', name: 'build-2' } as const;

describe('startedRun', () => {
  it('is the run that the operation says it made', () => {
    expect(startedRun(makeReceipt({ output: { run } }))).toEqual(run);
  });

  it('is none of an operation that failed or made something else', () => {
    expect(startedRun(makeReceipt({ status: 'failed' }))).toBeUndefined();
    expect(
      startedRun(makeReceipt({ output: { run: { ...run, name: undefined } } })),
    ).toBeUndefined();
  });
});
