export { kubernetesModuleKubemate as default } from './module';
