import { callerNamed, inputOf, memoryDatabase, startReplica } from './__testUtils__/replica';
import type { Replica } from './__testUtils__/replica';
import { rest, TestClock } from './__testUtils__/TestClock';

jest.setTimeout(60_000);

const dana = callerNamed('dana');
const DAY = 86_400_000;

/** A process that died while it was at an operation, and one that is started after it. */
async function afterDeath() {
  const knex = memoryDatabase();
  const clock = new TestClock();
  const dead = await startReplica({ knex, clock });
  dead.world.before = () => new Promise(() => {});
  void dead.runner.run(dead.setValue, { input: inputOf('a', 5), caller: dana }).catch(() => {});
  await rest();
  jest.spyOn(dead.store, 'update').mockRejectedValue(new Error('dead'));
  const young = await startReplica({ knex, clock });
  return { young, clock };
}

describe('Recovery', () => {
  it('says interrupted of what an ended process has left, once its lease is over', async () => {
    const { young, clock } = await afterDeath();
    void young.recovery.start();
    await clock.advance(25_000);
    expect(await young.records()).toMatchObject([{ status: 'running' }]);
    await clock.advance(20_000);
    const [record] = await young.records();
    expect(record).toMatchObject({
      status: 'interrupted',
      error: { name: 'InterruptedError', message: expect.stringContaining('look at the object') },
    });
    expect(young.told).toMatchObject([{ id: record?.id, outcome: 'interrupted' }]);
  });

  it('is done by one of several replicas, and told once by each id', async () => {
    const { young, clock } = await afterDeath();
    const other = await startReplica({ knex: young.knex, clock });
    await clock.jump(31_000);
    await Promise.all([young.recovery.recover(), other.recovery.recover()]);
    await rest();
    const [record] = await young.records();
    expect(record).toMatchObject({ status: 'interrupted' });
    expect(record?.earlierEvents).toBeUndefined();
    expect(new Set([...young.told, ...other.told].map(({ id }) => id)).size).toBe(1);
  });

  it('goes on with the others where one cannot be changed, and looks again later', async () => {
    const { young, clock } = await afterDeath();
    const [record] = await young.records();
    if (record === undefined) throw new Error('no record');
    await young.store.insert({ ...record, id: '00000000-0000-4000-8000-000000000001' });
    await clock.jump(31_000);
    const update = young.store.update.bind(young.store);
    const spy = jest
      .spyOn(young.store, 'update')
      .mockImplementation((id, change) =>
        id === record.id ? Promise.reject(new Error('locked')) : update(id, change),
      );
    await young.recovery.recover();
    expect((await young.records()).map(({ status }) => status).sort()).toEqual([
      'interrupted',
      'running',
    ]);
    spy.mockRestore();
    await young.recovery.recover();
    expect((await young.records()).map(({ status }) => status)).toEqual([
      'interrupted',
      'interrupted',
    ]);
  });

  it('goes on where the database was away', async () => {
    const { young, clock } = await afterDeath();
    const spy = jest.spyOn(young.store, 'abandoned').mockRejectedValue(new Error('no database'));
    void young.recovery.start();
    await clock.advance(35_000);
    spy.mockRestore();
    await clock.advance(10_000);
    expect(await young.records()).toMatchObject([{ status: 'interrupted' }]);
  });

  it('ends with the portal', async () => {
    const { young, clock } = await afterDeath();
    void young.recovery.start();
    await rest();
    young.stop.abort();
    await clock.advance(120_000);
    expect(await young.records()).toMatchObject([{ status: 'running' }]);
  });

  it('forgets old receipts that the audit trail has, and no others', async () => {
    const clock = new TestClock();
    let isAway = false;
    const sink = async () => (isAway ? Promise.reject(new Error('away')) : undefined);
    const replica: Replica = await startReplica({ clock, sink });
    await replica.runner.run(replica.setValue, { input: inputOf('a', 5), caller: dana });
    await rest();
    const [told] = await replica.records();
    if (told === undefined) throw new Error('no record');
    const id = (last: number) => `00000000-0000-4000-8000-00000000000${last}`;
    await replica.store.insert({ ...told, id: id(1), undelivered: true });
    await replica.store.insert({
      ...told,
      id: id(2),
      status: 'running',
      leaseUntil: clock.now() + 500 * DAY,
    });
    await replica.store.insert({
      ...told,
      id: id(3),
      status: 'waiting',
      approvalUntil: clock.now() + 500 * DAY,
    });
    await replica.store.insert({ ...told, id: id(4), createdAt: clock.now() + 2 * DAY });
    isAway = true;
    await clock.jump(400 * DAY + 1);
    await replica.recovery.recover();
    expect((await replica.records()).map(record => record.id).sort()).toEqual([
      id(1),
      id(2),
      id(3),
      id(4),
    ]);
  });
});
