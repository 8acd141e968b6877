export { tenantsPlugin as default } from './plugin';
export { tenantsApiRef } from './api/tenantsApiRef';
export { useSay } from './operations/useSay';
export { PlaceAccess } from './entity/LazyPlaceAccess';
