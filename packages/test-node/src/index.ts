export { startPostgres, whyNoPostgres } from './startPostgres';
export type { Postgres } from './startPostgres';
export { startSqlite, testDatabases } from './testDatabases';
export type { RunningDatabases, TestDatabase } from './testDatabases';
