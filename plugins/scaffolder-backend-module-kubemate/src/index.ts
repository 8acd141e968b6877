export { catalogOfTemplates } from './catalog/catalogOfTemplates';
export { scaffolderModuleKubemate as default } from './module';
