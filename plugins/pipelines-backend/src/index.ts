export { pipelinesPlugin as default } from './plugin';
export { jenkinsExtensionPoint } from './jenkins/jenkinsExtensionPoint';
export type { JenkinsExtensionPoint } from './jenkins/jenkinsExtensionPoint';
