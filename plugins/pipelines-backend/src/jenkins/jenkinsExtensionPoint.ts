import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { JenkinsConfigInput } from './readJenkinsConfig';

/** Further Jenkins instances than the configuration names: the sandbox's. */
export interface JenkinsExtensionPoint {
  addInstance(instance: JenkinsConfigInput): void;
}

export const jenkinsExtensionPoint = createExtensionPoint<JenkinsExtensionPoint>({
  id: 'pipelines.jenkins',
});
