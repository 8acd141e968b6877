/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('promotions_steered', table => {
    table.comment('What people want of promotions in steps while these go on');
    table.uuid('id').primary().comment('Of the promotion');
    table.string('what', 10).notNullable().comment('now: skip the steps that are left; abort');
    table.string('asked_by', 250).notNullable();
    table.bigInteger('asked_at').notNullable().comment('Epoch milliseconds');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('promotions_steered');
};
