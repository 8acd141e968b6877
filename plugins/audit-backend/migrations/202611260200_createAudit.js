/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await createChains(knex);
  await createObjects(knex);
  await createNotices(knex);
};

/** @param {import('knex').Knex} knex */
async function createChains(knex) {
  await knex.schema.createTable('audit_heads', table => {
    table.comment('The end of each chain; its row is the lock that appends take');
    table.string('chain', 10).primary();
    table.bigInteger('seq').notNullable();
    table.string('hash', 64).notNullable();
    table.string('signature', 200).notNullable();
    table
      .bigInteger('turn')
      .notNullable()
      .defaultTo(0)
      .comment('Changed first in every append, to take the lock');
  });
  await knex.schema.createTable('audit_checkpoints', table => {
    table.comment('Where each chain begins, after what was forgotten');
    table.string('chain', 10).primary();
    table.bigInteger('seq').notNullable().comment('The last record that was forgotten');
    table.string('hash', 64).notNullable();
    table.bigInteger('at').notNullable();
    table.string('signature', 200).notNullable();
  });
  await knex.schema.createTable('audit_records', table => {
    table.comment(
      'Append-only. `record` is what the hash is of; the other columns repeat parts of it for queries, and are verified too',
    );
    table.string('chain', 10).notNullable();
    table.bigInteger('seq').notNullable();
    table.string('id', 36).notNullable();
    table.bigInteger('at').notNullable();
    table.bigInteger('recorded_at').notNullable();
    table.string('kind', 12).notNullable();
    table.string('plugin', 100).notNullable();
    table.string('action', 200).notNullable();
    table.string('verb', 200).notNullable();
    table.string('effect', 8).notNullable();
    table.string('outcome', 12).notNullable();
    table.string('severity', 8).notNullable();
    table.string('actor', 250).notNullable();
    table.string('tenant', 100).notNullable();
    table.string('correlation_id', 100).notNullable();
    table.text('search').notNullable();
    table.text('record', 'longtext').notNullable();
    table.string('hash', 64).notNullable();
    table.primary(['chain', 'seq']);
    table.unique(['id'], { indexName: 'audit_records_id' });
    table.index(['at', 'id'], 'audit_records_at');
    table.index(['severity', 'at'], 'audit_records_severity');
    table.index(['actor', 'at'], 'audit_records_actor');
    table.index(['correlation_id'], 'audit_records_correlation');
    table.index(['chain', 'recorded_at'], 'audit_records_age');
  });
}

/** @param {import('knex').Knex} knex */
async function createObjects(knex) {
  await knex.schema.createTable('audit_scopes', table => {
    table.comment('Where objects of records are: the unit in which it is decided who may see them');
    table.increments('id');
    table.string('cluster', 63).notNullable();
    table.string('api_group', 253).notNullable();
    table.string('resource', 253).notNullable();
    table.string('namespace', 63).notNullable();
    table.unique(['cluster', 'api_group', 'resource', 'namespace'], {
      indexName: 'audit_scopes_place',
    });
  });
  await knex.schema.createTable('audit_objects', table => {
    table.comment('Every object that a record is about');
    table.string('chain', 10).notNullable();
    table.bigInteger('seq').notNullable();
    table.integer('position').notNullable();
    table.integer('scope_id').notNullable();
    table.string('name', 253).notNullable();
    table.primary(['chain', 'seq', 'position']);
    table.index(['scope_id', 'name'], 'audit_objects_place');
    table.index(['name'], 'audit_objects_name');
  });
  await knex.schema.createTable('audit_joins', table => {
    table.comment('Records that are the same thing seen from elsewhere');
    table.string('child_id', 36).primary();
    table.string('parent_id', 36).notNullable();
    table.index(['parent_id'], 'audit_joins_parent');
  });
}

/** @param {import('knex').Knex} knex */
async function createNotices(knex) {
  await knex.schema.createTable('audit_notices', table => {
    table.comment('What the rules found');
    table.string('id', 36).primary();
    table.string('rule', 30).notNullable();
    table.string('severity', 8).notNullable();
    table.string('actor', 250).notNullable();
    table.string('cluster', 63).notNullable();
    table.string('occasion', 400).notNullable().comment('The same occasion is told once');
    table.integer('count').notNullable();
    table.bigInteger('first_at').notNullable();
    table.bigInteger('last_at').notNullable();
    table.string('record_id', 36).notNullable();
    table.text('summary').notNullable();
    table.unique(['occasion'], { indexName: 'audit_notices_occasion' });
    table.index(['last_at'], 'audit_notices_at');
  });
  await knex.schema.createTable('audit_notice_reads', table => {
    table.string('notice_id', 36).notNullable();
    table.string('reader', 250).notNullable();
    table.primary(['notice_id', 'reader']);
  });
  await knex.schema.createTable('audit_state', table => {
    table.comment('What is remembered between runs: how far the rules have read, the latest check');
    table.string('key', 50).primary();
    table.text('value', 'longtext').notNullable();
  });
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'audit_state',
    'audit_notice_reads',
    'audit_notices',
    'audit_joins',
    'audit_objects',
    'audit_scopes',
    'audit_records',
    'audit_checkpoints',
    'audit_heads',
  ])
    await knex.schema.dropTable(table);
};
