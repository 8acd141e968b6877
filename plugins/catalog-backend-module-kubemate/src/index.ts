export { catalogModuleKubemate as default } from './module';
