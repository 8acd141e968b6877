/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('runs', table => {
    table.comment(
      'Runs as the portal saw them; what stands in lists is found and sorted by columns',
    );
    table.string('place', 253).notNullable();
    table.string('uid', 253).notNullable();
    table.string('engine', 20).notNullable();
    table.string('folder', 253).notNullable();
    table.string('name', 253).notNullable();
    table.string('phase', 20).notNullable();
    table.string('pipeline', 253).notNullable().comment('Empty where the run brought its own');
    table.text('component').nullable();
    table.text('branch').nullable();
    table.text('author').nullable();
    table.bigInteger('created_at').notNullable().comment('Epoch milliseconds');
    table.bigInteger('finished_at').notNullable().comment('0 while it runs');
    table.bigInteger('duration').notNullable().comment('Milliseconds, 0 while it runs');
    table.bigInteger('gone_at').nullable().comment('When the engine had forgotten it');
    table.text('words').notNullable().comment('What is searched, in lower case');
    table.text('run', 'longtext').notNullable().comment('As lists show it, as JSON');
    table.primary(['place', 'uid']);
    table.index(['place', 'engine', 'folder', 'name'], 'runs_ref');
  });
  await knex.schema.createTable('run_details', table => {
    table.comment('What the page of a run shows, apart from the rows that lists read');
    table.string('place', 253).notNullable();
    table.string('uid', 253).notNullable();
    table.text('detail', 'longtext').nullable().comment('As the page shows it, as JSON');
    table.text('template', 'longtext').nullable().comment('What it is run again from, as JSON');
    table.primary(['place', 'uid']);
  });
  await knex.schema.createTable('run_logs', table => {
    table.comment('Logs of tasks in the object store');
    table.string('place', 253).notNullable();
    table.string('uid', 253).notNullable().comment('Of the run');
    table.string('task_run', 253).notNullable();
    table
      .string('key', 800)
      .nullable()
      .comment('In the object store; null where nothing was to be had');
    table.bigInteger('bytes').notNullable();
    table.integer('lines_left_out').notNullable();
    table.text('problem').nullable().comment('Why it, or a part of it, is not there');
    table.bigInteger('kept_at').notNullable().comment('Epoch milliseconds');
    table.primary(['place', 'uid', 'task_run']);
  });
  await knex.schema.createTable('run_recorders', table => {
    table.comment('Which replica records runs');
    table.string('name', 50).primary();
    table.string('holder', 100).notNullable();
    table.bigInteger('until').notNullable().comment('Epoch milliseconds');
  });
  if (knex.client.config.client === 'pg') {
    // Keysets are compared here and in JavaScript: both by code, whatever the language of the database.
    for (const column of ['uid', 'name', 'pipeline', 'phase'])
      await knex.raw('ALTER TABLE runs ALTER COLUMN ?? TYPE varchar(253) COLLATE "C"', [column]);
  }
  for (const column of ['created_at', 'finished_at', 'duration', 'name']) {
    await knex.raw(
      `CREATE INDEX ?? ON runs (${column}, uid, place, folder) WHERE gone_at IS NOT NULL`,
      [`runs_by_${column}`],
    );
  }
  await knex.raw(
    'CREATE INDEX runs_folder ON runs (place, folder, created_at, uid) WHERE gone_at IS NOT NULL',
  );
  await knex.raw('CREATE INDEX runs_gone ON runs (gone_at) WHERE gone_at IS NOT NULL');
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of ['run_recorders', 'run_logs', 'run_details', 'runs'])
    await knex.schema.dropTable(table);
};
