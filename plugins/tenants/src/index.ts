export { tenantsPlugin as default } from './plugin';
export { tenantsApiRef } from './api/tenantsApiRef';
export { PlaceAccess } from './entity/LazyPlaceAccess';
