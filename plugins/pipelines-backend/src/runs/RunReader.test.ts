import { NotFoundError } from '@backstage/errors';
import { systemClock } from '@kubemate/kube-node';
import type { LogEvent } from '@kubemate/kube-node';
import type { Engine } from '../Engine';
import { RunReader } from './RunReader';

const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
const ref = { engine: 'tekton' as const, place: 'dev', folder: 'shop', name: 'build-1' };

function readerOf(events: () => AsyncIterable<LogEvent>): RunReader {
  const engine: Engine = {
    name: 'tekton',
    runs: async () => ({ items: [], failures: [], asOf: 0 }),
    followRuns: async () => {},
    run: async () => {
      throw new NotFoundError('no run');
    },
    followRun: async () => {},
    logs: async () => ({
      events: events(),
      stepOf: name => (name.startsWith('step-') ? name.slice(5) : undefined),
    }),
  };
  return new RunReader({ engines: [engine], clock: systemClock });
}

async function logsOf(events: () => AsyncIterable<LogEvent>) {
  const { signal } = new AbortController();
  const request = { ref, task: 'build', tailLines: 10 };
  const seen = [];
  for await (const event of readerOf(events).logs(request, { viewer, signal })) seen.push(event);
  return seen;
}

const line = (container: string, text: string): LogEvent => ({
  type: 'line',
  line: { pod: 'p', container, text },
});

describe('logs of a task', () => {
  it('are those of its steps', async () => {
    const seen = await logsOf(async function* lines() {
      yield line('prepare', 'entrypoint');
      yield line('step-compile', 'ok');
      yield { type: 'problem', pod: 'p', container: 'step-push', reason: 'not started' };
    });
    expect(seen).toEqual([
      { type: 'lines', lines: [{ step: 'compile', at: undefined, text: 'ok' }] },
      { type: 'problem', step: 'push', reason: 'not started' },
      { type: 'end', from: 'pod', isCut: false },
    ]);
  });

  it('say that the pod is gone', async () => {
    const seen = await logsOf(async function* gone() {
      throw new NotFoundError('pods "p" not found');
    });
    expect(seen).toMatchObject([
      { type: 'problem', reason: 'pods "p" not found: the log went with the pod' },
      { type: 'end' },
    ]);
  });
});

it('knows no engine that is not configured', () => {
  const reader = readerOf(async function* none() {});
  expect(() => reader.get({ ...ref, engine: 'jenkins' }, viewer)).toThrow(
    /no engine named jenkins/,
  );
});
