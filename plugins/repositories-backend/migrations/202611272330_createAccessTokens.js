/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('access_tokens', table => {
    table.comment('Tokens by which git proves who clones and pushes');
    table.uuid('id').primary();
    table.string('user_ref', 250).notNullable().index();
    table.string('name', 80).notNullable();
    table.string('scope', 10).notNullable();
    table.string('hash', 64).notNullable().unique().comment('SHA-256 of the token');
    table.bigInteger('created_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('expires_at').notNullable();
    table.bigInteger('last_used_at').nullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('access_tokens');
};
