import type { RunContext } from '@kubemate/operations-node';
import { runTenant } from './runTenant';

it('does not take being stopped for an end, and tells what it has left out', async () => {
  const target = { cluster: 'dev', kind: 'Namespace', name: 'shop' };
  const stop = new AbortController();
  stop.abort(new Error('The portal was stopped'));
  const report = jest.fn();
  const context = { signal: stop.signal, report } as Partial<RunContext<unknown>>;
  const plan = { writes: [{ target }], diff: [], warnings: [], left: [] };
  await expect(runTenant(plan, context as RunContext<unknown>)).rejects.toThrow('was stopped');
  expect(report).toHaveBeenLastCalledWith(
    expect.objectContaining({ results: [expect.objectContaining({ status: 'skipped' })] }),
  );
});
