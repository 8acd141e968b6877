/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('repositories', table => {
    table.comment('Repositories of the built-in git server; their content is in its folder');
    table.string('owner', 63).notNullable();
    table.string('name', 100).notNullable();
    table.string('group_ref', 250).notNullable();
    table.string('description', 500).nullable();
    table.string('visibility', 10).notNullable();
    table.string('default_branch', 200).notNullable();
    table.boolean('protect_default_branch').notNullable();
    table.bigInteger('created_at').notNullable().comment('Epoch milliseconds');
    table.string('created_by', 250).notNullable();
    table.primary(['owner', 'name']);
  });
  await knex.schema.createTable('pull_requests', table => {
    table.comment('Pull requests of these repositories');
    table.string('owner', 63).notNullable();
    table.string('name', 100).notNullable();
    table.integer('number').notNullable();
    table.string('title', 300).notNullable();
    table.text('body', 'longtext').notNullable();
    table.string('state', 10).notNullable();
    table.string('head', 200).notNullable();
    table.string('base', 200).notNullable();
    table.string('author', 250).notNullable();
    table.bigInteger('created_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('ended_at').nullable().comment('Epoch milliseconds');
    table.string('ended_by', 250).nullable();
    table.string('head_commit', 40).nullable().comment('Where the branches stood when it ended');
    table.string('base_commit', 40).nullable();
    table.string('merge_commit', 40).nullable();
    table.primary(['owner', 'name', 'number']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('pull_requests');
  await knex.schema.dropTable('repositories');
};
