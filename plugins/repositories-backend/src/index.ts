export { catalogModuleRepositories } from './catalog/catalogModule';
export { repositoryUrlReaders } from './catalog/repositoryUrlReaders';
export { repositoriesPlugin as default } from './plugin';
