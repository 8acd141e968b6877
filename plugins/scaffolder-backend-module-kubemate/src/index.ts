export { scaffolderModuleKubemate as default } from './module';
