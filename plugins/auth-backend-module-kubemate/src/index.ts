export { authModuleKubemate as default } from './module';
