/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('tenants', table => {
    table.comment('What each tenant declares; the clusters are held to it');
    table.string('name', 40).primary();
    table.text('spec', 'longtext').notNullable().comment('The declaration as JSON');
    table.string('state', 10).notNullable();
    table.integer('revision').notNullable().comment('Counts changes; each is a compare-and-swap');
    table.bigInteger('created_at').notNullable().comment('Epoch milliseconds');
    table.string('created_by', 250).notNullable();
    table.bigInteger('updated_at').notNullable().comment('Epoch milliseconds');
    table.string('updated_by', 250).notNullable();
  });
  await knex.schema.createTable('quota_requests', table => {
    table.comment('Who asked for which plan, and who decided');
    table.uuid('id').primary();
    table.string('tenant', 40).notNullable();
    table.string('from_plan', 40).notNullable();
    table.string('plan', 40).notNullable();
    table.string('reason', 500).notNullable();
    table.string('status', 10).notNullable();
    table.string('requested_by', 250).notNullable();
    table.bigInteger('requested_at').notNullable().comment('Epoch milliseconds');
    table.string('decided_by', 250).nullable();
    table.bigInteger('decided_at').nullable().comment('Epoch milliseconds');
    table.string('note', 500).nullable();
    table.index(['tenant', 'requested_at'], 'quota_requests_tenant');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('quota_requests');
  await knex.schema.dropTable('tenants');
};
