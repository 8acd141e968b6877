/** Where the catalog's list is; its entities are below. */
export const CATALOG_PATH = '/catalog';

/** What runs and is not in it. */
export const DISCOVER_PATH = `${CATALOG_PATH}/discover`;
