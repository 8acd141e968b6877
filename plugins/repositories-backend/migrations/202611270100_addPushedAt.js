/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('repositories', table => {
    table
      .bigInteger('pushed_at')
      .nullable()
      .comment('Epoch milliseconds of the last change of a ref');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('repositories', table => {
    table.dropColumn('pushed_at');
  });
};
