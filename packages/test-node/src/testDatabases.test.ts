import { testDatabases } from './testDatabases';
import type { RunningDatabases } from './testDatabases';

describe.each(testDatabases)('$name', ({ start, skipped }) => {
  const test = skipped === undefined ? it : it.skip;
  let databases: RunningDatabases;
  beforeAll(async () => {
    if (skipped === undefined) databases = await start();
  }, 60_000);
  afterAll(() => databases?.stop());

  test('gives an empty database each time', async () => {
    const first = await databases.create();
    await first.knex.schema.createTable('things', table => table.increments());
    const second = await databases.create();
    expect(await first.knex.schema.hasTable('things')).toBe(true);
    expect(await second.knex.schema.hasTable('things')).toBe(false);
  });
});
