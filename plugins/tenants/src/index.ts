export { tenantsPlugin as default } from './plugin';
export { tenantsApiRef } from './api/tenantsApiRef';
