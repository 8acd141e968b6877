export { permissionModuleKubemate as default } from './module';
