export { pipelinesPlugin as default } from './plugin';
export { jenkinsExtensionPoint } from './jenkins/jenkinsExtensionPoint';
export type { JenkinsExtensionPoint } from './jenkins/jenkinsExtensionPoint';
export { registriesExtensionPoint } from './registry/registriesExtensionPoint';
export type { RegistriesExtensionPoint } from './registry/registriesExtensionPoint';
