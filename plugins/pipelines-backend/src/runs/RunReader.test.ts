import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { systemClock } from '@kubemate/kube-node';
import type { LogEvent } from '@kubemate/kube-node';
import { pipelinesRoutes } from '@kubemate/plugin-pipelines-common';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { makeRun } from '../__testUtils__/makeRun';
import type { Engine } from '../Engine';
import { RunReader } from './RunReader';
import type { ArchivedRuns } from './RunReader';
import { selectRuns } from './selectRuns';

const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
const ref = { engine: 'tekton' as const, place: 'dev', folder: 'shop', name: 'build-1' };

const keptLog = {
  log: { place: 'dev', uid: 'u', taskRun: 't', key: 'k', bytes: 9, linesLeftOut: 3, keptAt: 1 },
  lines: [
    { step: 'compile', at: 5, text: 'kept' },
    { step: 'push', text: 'too' },
  ],
};

/** Nothing is kept, but for what is given. */
function historyOf(kept: Partial<ArchivedRuns> = {}): ArchivedRuns {
  const missing = async () => {
    throw new NotFoundError('nothing was kept');
  };
  return {
    page: async () => ({ items: [], total: 0, failures: [] }),
    run: missing,
    log: missing,
    follow: async () => {},
    ...kept,
  };
}

function readerOf(
  events: () => AsyncIterable<LogEvent>,
  { history = historyOf(), live = [] }: { history?: ArchivedRuns; live?: Run[] } = {},
): RunReader {
  const engine: Engine = {
    name: 'tekton',
    has: () => true,
    runs: async () => ({ items: live, failures: [], asOf: 0 }),
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
  return new RunReader({ engines: [engine], history, clock: systemClock });
}

async function logsOf(events: () => AsyncIterable<LogEvent>, history = historyOf()) {
  const { signal } = new AbortController();
  const request = { ref, task: 'build', tailLines: 10 };
  const seen = [];
  for await (const event of readerOf(events, { history }).logs(request, { viewer, signal }))
    seen.push(event);
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

describe('logs of a task whose pod is gone', () => {
  const gone = async function* gone(): AsyncGenerator<LogEvent> {
    throw new NotFoundError('pods "p" not found');
  };

  it('are those that were kept, with a word where that is not all', async () => {
    expect(await logsOf(gone, historyOf({ log: async () => keptLog }))).toEqual([
      { type: 'lines', lines: keptLog.lines },
      { type: 'end', from: 'archive', isCut: true },
    ]);
  });

  it('are refused to whoever may not read logs', async () => {
    const log = async () => {
      throw new NotAllowedError('You may not read logs of pods');
    };
    await expect(logsOf(gone, historyOf({ log }))).rejects.toThrow(/may not read logs/);
  });

  it('are not told twice where the pod goes while they are read', async () => {
    const seen = await logsOf(
      async function* lines() {
        yield line('step-compile', 'live');
        throw new NotFoundError('pods "p" not found');
      },
      historyOf({ log: async () => keptLog }),
    );
    expect(seen.map(({ type }) => type)).toEqual(['lines', 'problem', 'end']);
  });
});

it('mixes live and archived runs in one order, each once over pages', async () => {
  const runs = Array.from({ length: 9 }, (_, index) =>
    makeRun(`r${index}`, { createdAt: index % 4 }),
  );
  const live = runs.filter((_, index) => index % 3 === 0);
  const archived = runs
    .filter(each => !live.includes(each))
    .map(each => ({ ...each, isArchived: true }));
  const history = historyOf({
    page: async query => ({ ...selectRuns(archived, query), failures: [] }),
  });
  const reader = readerOf(async function* none() {}, { history, live });
  const seen: Run[] = [];
  let cursor: string | undefined;
  do {
    const query = pipelinesRoutes.listRuns.query.parse({ limit: '2', cursor });
    const page = await reader.list(query, viewer);
    expect(page.total).toBe(9);
    seen.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  const query = pipelinesRoutes.listRuns.query.parse({});
  expect(seen).toEqual(selectRuns([...live, ...archived], query).items);
});

it('says of a run that nobody kept what its engine says', async () => {
  const reader = readerOf(async function* none() {});
  await expect(reader.get(ref, viewer)).rejects.toThrow('no run');
});

it('knows no engine that is not configured', async () => {
  const reader = readerOf(async function* none() {});
  await expect(reader.get({ ...ref, engine: 'jenkins' }, viewer)).rejects.toThrow(
    /no engine named jenkins/,
  );
});
