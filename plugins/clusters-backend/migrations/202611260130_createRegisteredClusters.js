// @ts-check

/**
 * Clusters that were added in the portal. `credential` is an encrypted envelope; see `EnvelopeCipher.ts`.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('registered_clusters', table => {
    table.comment('Clusters that were added while the portal ran');
    table.string('id', 36).primary();
    table.string('name', 63).notNullable().unique();
    table.string('title', 200).notNullable();
    table.text('labels').notNullable().comment('JSON object');
    table.string('owner', 250).comment('Entity ref');
    table.text('server').notNullable();
    table.text('ca').comment('PEM');
    table.string('server_name', 253);
    table.text('namespaces').notNullable().comment('JSON array');
    table.string('identity', 20).notNullable();
    table.string('credential_kind', 20).notNullable();
    table.text('credential').comment('Encrypted envelope as JSON; null for in-cluster');
    table
      .bigInteger('credential_expires_at')
      .comment('Epoch milliseconds, where the credential tells');
    table.integer('revision').notNullable().comment('Of all clusters, when this one changed last');
    table.bigInteger('created_at').notNullable();
    table.string('created_by', 250).notNullable();
    table.bigInteger('changed_at').notNullable();
    table.string('changed_by', 250).notNullable();
    table.bigInteger('rotated_at').notNullable();
  });
  await knex.schema.createTable('registered_clusters_revision', table => {
    table.comment('One row; grows with every change, and is what replicas ask for');
    table.integer('id').primary();
    table.integer('revision').notNullable();
  });
  await knex('registered_clusters_revision').insert({ id: 1, revision: 0 });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('registered_clusters_revision');
  await knex.schema.dropTable('registered_clusters');
};
