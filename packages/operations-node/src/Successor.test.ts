import { mockServices } from '@backstage/backend-test-utils';
import { callerNamed, inputOf, memoryDatabase, startReplica } from './__testUtils__/replica';
import type { Replica } from './__testUtils__/replica';
import { rest, TestClock } from './__testUtils__/TestClock';
import type { AnyOperation, RecoverContext } from './OperationDefinition';
import { Recovery } from './Recovery';
import { NothingDoneError } from './stopErrors';
import { Successor } from './Successor';

jest.setTimeout(60_000);

const dana = callerNamed('dana');

/** A replica whose `set-value` can be gone on with, and who did so. */
function succeeding(replica: Replica, more: Partial<AnyOperation> = {}) {
  const went: RecoverContext[] = [];
  const operation = {
    ...replica.setValue,
    ...more,
    async recover(_input: unknown, context: RecoverContext) {
      went.push(context);
      return { output: { wentOn: true } };
    },
  };
  const { store, executions, clock, kube } = replica;
  const logger = mockServices.logger.mock();
  const shutdown = replica.stop.signal;
  const definitions = new Map([[operation.contract.name as string, operation]]);
  const successor = new Successor({
    ...{ store, executions, clock, kube, logger, shutdown, definitions },
  });
  const recovery = new Recovery({
    ...{ store, clock, logger, shutdown, keepDays: 400, onEnded: () => {} },
    takeOver: record => successor.takeOver(record),
  });
  return { went, operation, recovery };
}

async function begin(
  options: { knex: ReturnType<typeof memoryDatabase>; clock: TestClock },
  more: Partial<AnyOperation> = {},
) {
  const dead = await startReplica(options);
  dead.world.before = (_name, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const { operation } = succeeding(dead, more);
  void dead.runner.run(operation, { input: inputOf('a', 5), caller: dana }).catch(() => {});
  await rest();
  return dead;
}

function world() {
  return { knex: memoryDatabase(), clock: new TestClock() };
}

it('goes on under the same record, once its lease is over, for the one who asked', async () => {
  const options = world();
  const dead = await begin(options);
  jest.spyOn(dead.store, 'update').mockRejectedValue(new Error('dead'));
  const young = await startReplica(options);
  const { recovery, went } = succeeding(young);
  await recovery.recover();
  expect(went).toEqual([]);
  await options.clock.jump(31_000);
  await recovery.recover();
  await rest();
  const [record] = await young.records();
  expect(went).toMatchObject([{ id: record?.id, actor: 'user:default/dana' }]);
  expect(record).toMatchObject({ status: 'succeeded', output: { wentOn: true } });
  expect(young.world.effects).toEqual([]);
});

it('is interrupted after all where nothing had been done', async () => {
  const options = world();
  const dead = await begin(options);
  jest.spyOn(dead.store, 'update').mockRejectedValue(new Error('dead'));
  const young = await startReplica(options);
  const { operation, recovery } = succeeding(young);
  jest.spyOn(operation, 'recover').mockRejectedValue(new NothingDoneError());
  await options.clock.jump(31_000);
  await recovery.recover();
  await rest();
  const [record] = await young.records();
  expect(record).toMatchObject({ status: 'interrupted', error: { name: 'InterruptedError' } });
});

it('is done by one of several replicas', async () => {
  const options = world();
  const dead = await begin(options);
  jest.spyOn(dead.store, 'update').mockRejectedValue(new Error('dead'));
  const young = succeeding(await startReplica(options));
  const other = succeeding(await startReplica(options));
  await options.clock.jump(31_000);
  await Promise.all([young.recovery.recover(), other.recovery.recover()]);
  await rest();
  expect(young.went.length + other.went.length).toBe(1);
});

it('is handed over at once where a process is stopped in good order', async () => {
  const options = world();
  const old = await begin(options);
  old.stop.abort();
  await rest();
  const young = await startReplica(options);
  expect(await young.records()).toMatchObject([{ status: 'running' }]);
  const { recovery, went } = succeeding(young);
  await recovery.recover();
  await rest();
  expect(went).toHaveLength(1);
  expect(await young.records()).toMatchObject([{ status: 'succeeded' }]);
});

it('is not ended by the one that lost its lease', async () => {
  const options = world();
  await begin(options);
  const young = await startReplica(options);
  const { recovery, went } = succeeding(young);
  // The process stood still for longer than its lease, and wakes up after another has gone on.
  await options.clock.jump(31_000);
  await recovery.recover();
  await options.clock.advance(60_000);
  expect(went).toHaveLength(1);
  const [record] = await young.records();
  expect(record).toMatchObject({ status: 'succeeded' });
  expect(record?.earlierEvents).toBeUndefined();
});

it.each([
  [undefined, 'interrupted'],
  [true, 'succeeded'],
])(
  'goes on without the secrets of its input only where it is said that it can: %p',
  async (recoversWithoutSecrets, status) => {
    const options = world();
    const { setValue } = await startReplica(options);
    const contract = { ...setValue.contract, secretFields: ['mode'] };
    const dead = await begin(options, { contract, recoversWithoutSecrets });
    jest.spyOn(dead.store, 'update').mockRejectedValue(new Error('dead'));
    const young = await startReplica(options);
    const { recovery } = succeeding(young, { contract, recoversWithoutSecrets });
    await options.clock.jump(31_000);
    await recovery.recover();
    await rest();
    expect(await young.records()).toMatchObject([{ inputIsPartial: true, status }]);
  },
);

it('leaves alone what nobody has said how to go on with', async () => {
  const options = world();
  const dead = await begin(options);
  jest.spyOn(dead.store, 'update').mockRejectedValue(new Error('dead'));
  const young = await startReplica(options);
  await options.clock.jump(31_000);
  await young.recovery.recover();
  expect(await young.records()).toMatchObject([{ status: 'interrupted' }]);
});
