export { scaffolderModuleKubemate as default } from './module';
export { buildKustomization } from './kustomize/buildKustomization';
