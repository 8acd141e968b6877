import type { Release } from '@kubemate/plugin-pipelines-common';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { isSameImage } from '../imageRef';
import type { ReleaseStore, Sighting } from './ReleaseStore';

const TABLE = 'releases';
/** Names of components in one question; SQLite takes a thousand variables at most. */
const BATCH = 500;

interface ReleaseRow {
  readonly id: string;
  readonly component: string;
  readonly environment: string;
  readonly data: string;
  readonly current_in: string | null;
}

/** {@link ReleaseStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexReleaseStore implements ReleaseStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async note(sighting: Sighting) {
    const place = `${sighting.component} ${sighting.environment}`;
    await this.#db.transaction(async transaction => {
      const row = await transaction<ReleaseRow>(TABLE).where({ current_in: place }).first();
      const known = row && toRelease(row);
      if (known !== undefined && isSameImage(known.image, sighting.image)) {
        const completed = complete(known, sighting);
        if (completed === undefined) return;
        await transaction(TABLE).where({ id: known.id }).update(toRow(completed));
        return;
      }
      // What was seen before the newest was promoted comes too late.
      if (known !== undefined && sighting.since < known.since) return;
      if (known !== undefined) {
        const { id } = known;
        const left = await transaction(TABLE)
          .where({ id, current_in: place })
          .update({ current_in: null });
        // Another has just taken it down.
        if (left === 0) return;
      }
      await transaction(TABLE)
        .insert(toRow({ ...sighting, id: randomUUID(), isCurrent: true }))
        .onConflict('current_in')
        .ignore();
    });
  }

  async list(query: { component: string; environment?: string; limit: number }) {
    const { component, environment, limit } = query;
    const rows = await this.#db<ReleaseRow>(TABLE)
      .where({ component, ...(environment === undefined ? {} : { environment }) })
      .orderBy('since', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .select('data', 'current_in');
    return rows.map(toRelease);
  }

  async get(id: string) {
    const row = await this.#db<ReleaseRow>(TABLE).where({ id }).first();
    return row && toRelease(row);
  }

  async current(components: readonly string[]) {
    const found: Release[] = [];
    for (let start = 0; start < components.length; start += BATCH) {
      const rows = await this.#db<ReleaseRow>(TABLE)
        .whereIn('component', components.slice(start, start + BATCH))
        .whereNotNull('current_in')
        .select('data', 'current_in');
      found.push(...rows.map(toRelease));
    }
    return found;
  }
}

/** What a sighting adds to what is known; undefined where that is nothing. */
function complete(known: Release, { image, isGood, via, by, promotion }: Sighting) {
  const isNews =
    (isGood && !known.isGood) ||
    (image.digest !== undefined && known.image.digest === undefined) ||
    (via !== 'seen' && known.promotion !== promotion);
  if (!isNews) return undefined;
  return {
    ...known,
    image: image.digest === undefined ? known.image : image,
    isGood: known.isGood || isGood,
    ...(via === 'seen' ? {} : { via, by, promotion }),
  };
}

function toRow(release: Release) {
  const { id, component, environment, since, isCurrent } = release;
  return {
    ...{ id, component, environment, since },
    current_in: isCurrent ? `${component} ${environment}` : null,
    data: JSON.stringify(release),
  };
}

function toRelease({ data, current_in }: Pick<ReleaseRow, 'data' | 'current_in'>): Release {
  const release: Release = JSON.parse(data);
  return { ...release, isCurrent: current_in !== null };
}
