/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const place = table => {
    table.string('place', 253).notNullable();
    table.string('folder', 253).notNullable();
    table.string('listener', 253).notNullable();
  };
  await knex.schema.createTable('trigger_deliveries', table => {
    table.comment('What git servers have delivered to event listeners, without the payloads');
    table.string('id', 50).primary().comment('Of the event; its runs have it as a label');
    place(table);
    table.string('digest', 64).notNullable().comment('SHA-256 of the body');
    table.string('delivery', 200).notNullable().comment('As the git server counts them');
    table.string('event', 200).notNullable();
    table.string('ref', 200).notNullable();
    table.bigInteger('received_at').notNullable();
    table.bigInteger('claimed_at').notNullable().comment('By whoever evaluates it');
    table.integer('attempts').notNullable();
    table.string('state', 20).notNullable();
    table.text('outcomes', 'longtext').notNullable().comment('By trigger, as JSON');
    table.unique(['place', 'folder', 'listener', 'digest'], { indexName: 'deliveries_digest' });
    table.index(['place', 'folder', 'listener', 'received_at'], 'deliveries_newest');
  });
  await knex.schema.createTable('trigger_refusals', table => {
    table.comment('The last delivery to an event listener that was not proven');
    place(table);
    table.string('reason', 30).notNullable();
    table.bigInteger('at').notNullable();
    table.integer('count').notNullable();
    table.primary(['place', 'folder', 'listener']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('trigger_refusals');
  await knex.schema.dropTable('trigger_deliveries');
};
