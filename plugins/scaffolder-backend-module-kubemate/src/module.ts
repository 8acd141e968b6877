import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { actionsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { applyManifests } from './actions/applyManifests';
import { editYaml } from './actions/editYaml';
import { lookAtRepository } from './actions/lookAtRepository';
import { proposeFiles } from './actions/proposeFiles';
import { publishRepository } from './actions/publishRepository';
import { recordTemplate } from './actions/recordTemplate';
import {
  createJenkinsJob,
  promote,
  startPipelineRun,
  startTektonRun,
} from './actions/pipelineActions';
import { createTenant, requestQuota } from './actions/tenantActions';

/** Gives software templates the steps `kubemate:…`. */
export const scaffolderModuleKubemate = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'kubemate',
  register(env) {
    env.registerInit({
      deps: {
        steps: scaffolderActionsExtensionPoint,
        actions: actionsServiceRef,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ steps, actions, auth, discovery }) {
        steps.addActions(
          applyManifests(actions),
          startTektonRun(actions),
          startPipelineRun(actions),
          createJenkinsJob(actions),
          promote(actions),
          createTenant(actions),
          requestQuota(actions),
          publishRepository(actions, discovery),
          proposeFiles(actions),
          recordTemplate(),
          lookAtRepository({ auth, discovery }),
          editYaml(),
        );
      },
    });
  },
});
