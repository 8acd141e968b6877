/**
 * Where an entity's documentation is: `dir:.` is the folder beside the entity's own file, `url:…` another place. The folder has
 * a `mkdocs.yml`, or a folder `docs`. The annotation is TechDocs' own.
 */
export const DOCS_ANNOTATION = 'backstage.io/techdocs-ref';
