export { clustersPlugin as default } from './plugin';
export { clustersApiRef } from './api/clustersApiRef';
export { clustersTranslationRef } from './translations/clustersTranslationRef';
export { useSay } from './operations/useSay';
