/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('operations', table => {
    table.comment(
      'One row for each operation that was asked for: intent before it runs, outcome after',
    );
    table.uuid('id').primary();
    table.string('operation', 100).notNullable();
    table.string('actor', 250).notNullable();
    table.string('idempotency_key', 128).nullable();
    table.string('status', 20).notNullable();
    table.bigInteger('created_at').notNullable().comment('Epoch milliseconds');
    table
      .bigInteger('lease_until')
      .nullable()
      .comment('Taken for abandoned, or for expired, after this');
    table.integer('revision').notNullable().comment('Counts changes; each is a compare-and-swap');
    table
      .boolean('undelivered')
      .notNullable()
      .comment('The audit trail has not heard of its end yet');
    table.text('record', 'longtext').notNullable().comment('The whole record as JSON');
    table.unique(['actor', 'operation', 'idempotency_key'], { indexName: 'operations_key' });
    table.index(['actor', 'created_at'], 'operations_actor');
    table.index(['status', 'lease_until'], 'operations_status');
    table.index(['undelivered', 'created_at'], 'operations_undelivered');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('operations');
};
