/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('waiting_inputs', table => {
    table.comment('Runs that wait for an answer, about which mail has been asked for');
    table.uuid('id').primary();
    table.string('engine', 20).notNullable();
    table.string('place', 250).notNullable();
    table.text('input').notNullable().comment('JSON: the run, and what it asks');
    table.bigInteger('noted_at').notNullable().comment('Epoch milliseconds');
    table.index(['engine', 'place']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('waiting_inputs');
};
