/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('promotions', table => {
    table.comment('What is taken to an environment, and how far it is');
    table.uuid('id').primary().comment('That of the operation too');
    table.string('component', 250).notNullable();
    table.string('environment', 63).notNullable();
    table.bigInteger('started_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('finished_at').nullable().comment('Epoch milliseconds');
    table
      .string('active_in', 320)
      .nullable()
      .unique('promotions_active')
      .comment('Component and environment while it goes on: one at a time');
    table.integer('revision').notNullable().comment('Counts changes; each is a compare-and-swap');
    table.text('data', 'longtext').notNullable().comment('The promotion as JSON');
    table.index(['component', 'environment', 'started_at'], 'promotions_component');
    table.index(['environment', 'started_at'], 'promotions_environment');
  });
  await knex.schema.createTable('releases', table => {
    table.comment('What an environment ran');
    table.uuid('id').primary();
    table.string('component', 250).notNullable();
    table.string('environment', 63).notNullable();
    table.bigInteger('since').notNullable().comment('Epoch milliseconds');
    table
      .string('current_in', 320)
      .nullable()
      .unique('releases_current')
      .comment('Component and environment of what runs now');
    table.text('data', 'longtext').notNullable().comment('The release as JSON');
    table.index(['component', 'environment', 'since'], 'releases_component');
  });
  await knex.schema.createTable('approval_requests', table => {
    table.comment('Who wants what in an environment, and who has decided');
    table.uuid('id').primary();
    table.string('component', 250).notNullable();
    table.string('environment', 63).notNullable();
    table.string('image', 500).notNullable().comment('The digest where it is known');
    table.bigInteger('requested_at').notNullable().comment('Epoch milliseconds');
    table
      .string('open_for', 820)
      .nullable()
      .unique('approval_requests_open')
      .comment('Component, environment and image while it is open: one at a time');
    table.integer('revision').notNullable().comment('Counts changes; each is a compare-and-swap');
    table.text('data', 'longtext').notNullable().comment('The request as JSON');
    table.index(['component', 'environment', 'image'], 'approval_requests_image');
    table.index(['requested_at'], 'approval_requests_age');
  });
  await knex.schema.createTable('freeze_windows', table => {
    table.comment('When nothing is promoted');
    table.uuid('id').primary();
    table.bigInteger('ends_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('removed_at').nullable().comment('Epoch milliseconds');
    table.text('data', 'longtext').notNullable().comment('The window as JSON');
    table.index(['ends_at'], 'freeze_windows_end');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('freeze_windows');
  await knex.schema.dropTable('approval_requests');
  await knex.schema.dropTable('releases');
  await knex.schema.dropTable('promotions');
};
