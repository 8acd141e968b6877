/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('run_presets', table => {
    table.comment('Values of the form that starts a run, under a name; no passwords');
    table.string('id', 50).primary();
    table.string('place', 253).notNullable();
    table.string('folder', 253).notNullable();
    table.string('pipeline', 253).notNullable();
    table.string('name', 100).notNullable();
    table.string('owner', 253).notNullable().comment('Entity ref of a person or a group');
    table.string('revision', 50).notNullable().comment('Another with each change');
    table.text('preset', 'longtext').notNullable().comment('As JSON');
    table.unique(['place', 'folder', 'pipeline', 'owner', 'name'], { indexName: 'presets_name' });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_presets');
};
