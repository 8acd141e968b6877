import { callerNamed, inputOf, memoryDatabase, startReplica } from './__testUtils__/replica';
import { rest, TestClock } from './__testUtils__/TestClock';
import type { OperationRecord } from './OperationRecord';

jest.setTimeout(60_000);

const dana = callerNamed('dana');

async function startRun() {
  const knex = memoryDatabase();
  const clock = new TestClock();
  const here = await startReplica({ knex, clock });
  const there = await startReplica({ knex, clock });
  let go = () => {};
  const held = new Promise<void>(resolve => (go = resolve));
  here.world.before = async (_, { report }) => {
    report({ done: 1, total: 2 });
    await held;
  };
  const run = here.runner.run(here.setValue, { input: inputOf('a', 5), caller: dana });
  await rest();
  const [{ id } = { id: '' }] = await here.records();
  return { here, there, clock, go, run, id };
}

async function collect(records: AsyncIterable<OperationRecord>) {
  const seen: string[] = [];
  for await (const { status, progress } of records) seen.push(`${status} ${progress?.done}`);
  return seen;
}

describe('ReceiptWatch', () => {
  it('gives what there is, each change at once where it runs here, and ends with it', async () => {
    const { here, go, run, id } = await startRun();
    const seen = collect(here.receipts.watch(id, new AbortController().signal));
    await rest();
    go();
    await run;
    expect(await seen).toEqual(['running 1', 'succeeded 1']);
  });

  it('sees a change on another replica within two seconds', async () => {
    const { there, clock, go, run, id } = await startRun();
    const seen = collect(there.receipts.watch(id, new AbortController().signal));
    await rest();
    go();
    await run;
    await clock.advance(2_000);
    expect(await seen).toEqual(['running 1', 'succeeded 1']);
  });

  it('ends when its reader leaves, and for what does not exist', async () => {
    const { here, id } = await startRun();
    const leaving = new AbortController();
    const seen = collect(here.receipts.watch(id, leaving.signal));
    await rest();
    leaving.abort();
    expect(await seen).toEqual(['running 1']);
    const missing = here.receipts.watch(
      '00000000-0000-4000-8000-000000000001',
      new AbortController().signal,
    );
    await expect(collect(missing)).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('gives one that has ended once', async () => {
    const { here, go, run, id } = await startRun();
    go();
    await run;
    expect(await collect(here.receipts.watch(id, new AbortController().signal))).toEqual([
      'succeeded 1',
    ]);
  });
});
