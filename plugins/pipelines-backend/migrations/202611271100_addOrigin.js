/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .string('origin', 800)
      .nullable()
      .comment('The record of Tekton Results that the run is known from; null where it was seen');
  });
  await knex.schema.createTable('run_imports', table => {
    table.comment('How far the runs of other archives are known');
    table.string('place', 253).primary();
    table.bigInteger('until').notNullable().comment('Epoch milliseconds of the newest change');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_imports');
  await knex('runs').whereNotNull('origin').delete();
  await knex.schema.alterTable('runs', table => table.dropColumn('origin'));
};
