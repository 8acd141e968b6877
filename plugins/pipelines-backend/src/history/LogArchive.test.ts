import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { LogEvent } from '@kubemate/kube-node';
import { systemClock } from '@kubemate/kube-node';
import { stepOfContainer } from '../tekton/stepOfContainer';
import { LogArchive } from './LogArchive';
import type { KeptLog } from './RunStore';

const run = { place: 'dev', uid: 'uid-a' };

function start({ maxBytes = 10_000 } = {}) {
  const files = new Map<string, Uint8Array>();
  const logs: KeptLog[] = [];
  const archive = new LogArchive({
    objects: {
      location: 'memory',
      put: async (key, bytes) => void files.set(key, bytes),
      putIfAbsent: async () => true,
      get: async key => files.get(key),
      async *list() {},
      delete: async key => void files.delete(key),
    },
    store: { keepLog: async log => void logs.push(log), logsOf: async () => logs },
    clock: systemClock,
    maxBytes,
  });
  const copy = (events: () => AsyncIterable<LogEvent>, isLastAttempt = false) =>
    archive.copy({
      ...{ ...run, taskRun: 'a-build', events: events(), stepOf: stepOfContainer },
      isLastAttempt,
    });
  return { archive, copy, files, logs };
}

const line = (container: string, text: string): LogEvent => ({
  type: 'line',
  line: { pod: 'p', container, at: 5, text },
});

describe('LogArchive', () => {
  it('keeps the lines of steps as they were', async () => {
    const { archive, copy } = start();
    await copy(async function* lines() {
      yield line('prepare', 'entrypoint');
      yield line('step-compile', 'ok \u001b[32m名\u001b[0m');
    });
    const { log, lines } = await archive.read(run, 'a-build');
    expect(lines).toEqual([{ step: 'compile', at: 5, text: 'ok \u001b[32m名\u001b[0m' }]);
    expect(log).toMatchObject({ linesLeftOut: 0, problem: undefined });
  });

  it('keeps the end of a log that is too long, and says how much is left out', async () => {
    const { archive, copy, logs } = start({ maxBytes: 500 });
    await copy(async function* lines() {
      for (let index = 0; index < 1000; index++) yield line('step-test', `line ${index}`);
    });
    const { lines } = await archive.read(run, 'a-build');
    expect(lines.at(-1)?.text).toBe('line 999');
    expect(lines.length + (logs[0]?.linesLeftOut ?? 0)).toBe(1000);
    expect(logs[0]?.bytes).toBeLessThanOrEqual(500);
  });

  it('keeps that there is none where the pod is gone, or the portal has no right', async () => {
    const { archive, copy, logs, files } = start();
    await copy(async function* gone() {
      throw new NotFoundError('pods "p" not found');
    });
    expect((await archive.read(run, 'a-build')).lines).toEqual([]);
    await copy(async function* denied() {
      throw new NotAllowedError('pods "p" is forbidden');
    });
    expect(logs.map(({ problem }) => problem)).toEqual([
      'the pod was gone before its log could be copied',
      'the portal itself may not read logs of pods there',
    ]);
    expect(files.size).toBe(0);
  });

  it('does not take half a log for the whole while it may be had later', async () => {
    const { copy, logs } = start();
    const half = async function* half(): AsyncGenerator<LogEvent> {
      yield line('step-a', 'one');
      yield { type: 'problem', pod: 'p', container: 'step-b', reason: 'cannot be reached' };
    };
    await expect(copy(half)).rejects.toThrow('b: cannot be reached');
    expect(logs).toEqual([]);
    await copy(half, true);
    expect(logs).toMatchObject([{ problem: 'b: cannot be reached' }]);
  });

  it('says that a log was never kept, or has been deleted', async () => {
    const { archive, copy, files } = start();
    await expect(archive.read(run, 'a-build')).rejects.toMatchObject({ name: 'NotFoundError' });
    await copy(async function* lines() {
      yield line('step-a', 'one');
    });
    await archive.delete([run]);
    expect(files.size).toBe(0);
    await expect(archive.read(run, 'a-build')).rejects.toThrow(/was deleted/);
  });
});
