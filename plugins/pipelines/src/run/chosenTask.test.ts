import { node, runDetail } from '../__testUtils__/runs';
import { chosenTask } from './chosenTask';

const graph = (...nodes: ReturnType<typeof node>[]) => ({ graph: { nodes, edges: [] } });

describe('chosenTask', () => {
  const ran = node('clone', { startedAt: 1 });
  const runs = node('test', { startedAt: 2, phase: 'running' });
  const failed = node('lint', { startedAt: 1, phase: 'failed' });

  it.each([
    ['the one named', [ran, runs], 'clone', 'clone'],
    ['the one that runs', [ran, runs], '', 'test'],
    ['the one that failed before the one that runs', [ran, runs, failed], 'gone', 'lint'],
    ['the last one', [ran, node('push', { startedAt: 5 })], '', 'push'],
    ['none before anything has started', [node('clone')], '', undefined],
  ])('is %s', (_, nodes, named, id) => {
    expect(chosenTask(runDetail(graph(...nodes)), named)?.id).toBe(id);
  });

  it('is the one that the failure is about', () => {
    const run = runDetail({
      ...graph(failed, node('image', { phase: 'failed' })),
      failure: { cause: 'oom', task: 'image', evidence: [] },
    });
    expect(chosenTask(run, '')?.id).toBe('image');
  });
});
