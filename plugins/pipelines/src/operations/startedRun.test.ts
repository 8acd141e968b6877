import { receipt } from '../__testUtils__/operations';
import { startedRun } from './startedRun';

const target = { cluster: 'dev', namespace: 'shop', kind: 'PipelineRun', name: 'build-2' };

describe('startedRun', () => {
  it('is the run that the result names', () => {
    const pipeline = { ...target, kind: 'Pipeline', name: 'build' };
    const results = [{ target, status: 'succeeded' as const }];
    expect(startedRun(receipt({ target: pipeline, results }))).toEqual({
      ...{ engine: 'tekton', place: 'dev', folder: 'shop', name: 'build-2' },
    });
  });

  it('is none of an operation that failed or made something else', () => {
    expect(startedRun(receipt({ target, status: 'failed' }))).toBeUndefined();
    const other = { ...target, kind: 'Pod' };
    expect(startedRun(receipt({ target: other, results: [] }))).toBeUndefined();
  });
});
