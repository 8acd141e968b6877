/** Where the catalog's list is; its entities are below. */
export const CATALOG_PATH = '/catalog';
