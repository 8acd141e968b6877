import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { PresetPlace, PresetStore, StoredPreset } from './PresetStore';

const TABLE = 'run_presets';
/** Of one pipeline, in one answer. */
const MAX_PRESETS = 200;

/** {@link PresetStore} in the plugin's own database, SQLite or PostgreSQL; its table comes with those of runs. */
export class KnexPresetStore implements PresetStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async list({ place, folder, pipeline }: PresetPlace, owners: readonly string[]) {
    const rows: { preset: string }[] = await this.#db(TABLE)
      .where({ place, folder, pipeline })
      .whereIn('owner', [...owners])
      .orderBy('name')
      .limit(MAX_PRESETS)
      .select('preset');
    return rows.map(toPreset);
  }

  async get(id: string) {
    const row: { preset: string } | undefined = await this.#db(TABLE).where({ id }).first('preset');
    return row && toPreset(row);
  }

  async save(preset: StoredPreset, seen: string | undefined) {
    const { id, place, folder, pipeline, name, owner, revision } = preset;
    const row = { revision, preset: JSON.stringify(preset) };
    if (seen !== undefined) {
      if ((await this.#db(TABLE).where({ id, revision: seen }).update(row)) === 0) throw changed();
      return;
    }
    const kept: unknown[] = await this.#db(TABLE)
      .insert({ id, place, folder, pipeline, name, owner, ...row })
      .onConflict(['place', 'folder', 'pipeline', 'owner', 'name'])
      .ignore()
      .returning('id');
    if (kept.length === 0) throw changed();
  }

  async remove({ id, revision }: Pick<StoredPreset, 'id' | 'revision'>) {
    if ((await this.#db(TABLE).where({ id, revision }).delete()) === 0) throw changed();
  }
}

function toPreset({ preset }: { preset: string }): StoredPreset {
  const kept: StoredPreset = JSON.parse(preset);
  return kept;
}

function changed(): ConflictError {
  return new ConflictError('Somebody else has changed this preset meanwhile');
}
