/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('approval_mails', table => {
    table.comment('Mail that is still to be sent to those who may approve');
    table.uuid('id').primary();
    table.uuid('request').notNullable().comment('Of the request for approval');
    table
      .string('recipient', 250)
      .notNullable()
      .comment('Entity ref of a person; empty until it is known who they are');
    table.integer('attempts').notNullable();
    table.bigInteger('next_at').notNullable().index().comment('Epoch milliseconds');
    table.unique(['request', 'recipient']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('approval_mails');
};
