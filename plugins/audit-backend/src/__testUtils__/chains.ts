import path from 'node:path';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import type { Knex } from 'knex';
import { KnexChainStore } from '../chain/KnexChainStore';
import { Signer } from '../chain/Signer';
import { toEntry } from '../chain/toEntry';

export const MIGRATIONS = path.resolve(__dirname, '../../migrations');
export const KEY = { id: 'k1', secret: 'a secret of the tests' };

export const migrate = (knex: Knex) => knex.migrate.latest({ directory: MIGRATIONS });

/** A chain store on a migrated database, with a clock that the test moves. */
export async function openChains(knex: Knex, { now = 1_790_000_100_000 } = {}) {
  await migrate(knex);
  const clock = { now };
  const signer = new Signer([KEY]);
  const store = new KnexChainStore({ knex, signer, now: () => clock.now });
  const append = (...events: TrailEvent[]) =>
    store.append(events.map(event => toEntry(event, () => undefined)));
  return { knex, store, signer, clock, append };
}

export type Chains = Awaited<ReturnType<typeof openChains>>;
