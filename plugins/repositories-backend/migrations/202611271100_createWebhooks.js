/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('webhooks', table => {
    table.comment('Addresses that repositories tell what happens in them');
    table.uuid('id').primary();
    table.string('owner', 63).notNullable();
    table.string('name', 100).notNullable();
    table.string('url', 500).notNullable();
    table.text('events').notNullable().comment('JSON');
    table.boolean('active').notNullable();
    table.text('secret').nullable().comment('Encrypted');
    table.bigInteger('created_at').notNullable().comment('Epoch milliseconds');
    table.string('created_by', 250).notNullable();
    table.index(['owner', 'name']);
  });
  await knex.schema.createTable('webhook_deliveries', table => {
    table.comment('What webhooks have to tell, and have told');
    table.uuid('id').primary();
    table.uuid('webhook').notNullable();
    table.string('event', 20).notNullable();
    table.text('payload', 'longtext').notNullable().comment('JSON, as it is sent');
    table.string('state', 10).notNullable();
    table.bigInteger('created_at').notNullable().comment('Epoch milliseconds');
    table.integer('attempts').notNullable();
    table.bigInteger('next_at').nullable().comment('When it is tried next; nobody tries before');
    table.bigInteger('sent_at').nullable();
    table.integer('duration_ms').nullable();
    table.integer('status').nullable();
    table.text('error').nullable();
    table
      .text('request', 'longtext')
      .nullable()
      .comment('JSON: address and headers of the newest attempt');
    table.text('response', 'longtext').nullable().comment('JSON');
    table.uuid('redelivery_of').nullable();
    table.index(['state', 'next_at']);
    table.index(['webhook', 'created_at']);
  });
  await knex.schema.createTable('push_events', table => {
    table.comment('Pushes, for the other replicas of the portal');
    table.increments('id');
    table.uuid('origin').notNullable().comment('The process that has told its own plugins');
    table.text('payload').notNullable().comment('JSON');
    table.bigInteger('at').notNullable().comment('Epoch milliseconds');
    table.index(['at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('push_events');
  await knex.schema.dropTable('webhook_deliveries');
  await knex.schema.dropTable('webhooks');
};
