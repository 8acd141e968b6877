export { repositoriesPlugin as default } from './plugin';
export { repositoriesApiRef } from './api/repositoriesApiRef';
export { useSay } from './operations/useSay';
