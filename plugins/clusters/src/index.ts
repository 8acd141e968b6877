export { clustersPlugin as default } from './plugin';
export { clustersTranslationRef } from './translations/clustersTranslationRef';
