/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('tenant_changes', table => {
    table.comment('Changes that were begun, for whoever goes on with one whose process has died');
    table.uuid('id').primary().comment('Of the record of its operation');
    table.string('begun_by', 250).notNullable();
    table.text('groups', 'longtext').notNullable().comment('Of who has begun it, as JSON');
    table.text('change', 'longtext').notNullable().comment('Before and after, as JSON');
    table.bigInteger('begun_at').notNullable().index().comment('Epoch milliseconds');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('tenant_changes');
};
