import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import type { BackendPluginRegistrationPoints } from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { callerReader } from '@kubemate/http-node';
import { portalReaderRef, serviceAccountsRef, systemClock } from '@kubemate/kube-node';
import { Operations, operationServices } from '@kubemate/operations-node';
import { pipelinePermissions, promotionPermissions } from '@kubemate/plugin-pipelines-common';
import { AllDefinitions } from './Definitions';
import { openHistory } from './history/openHistory';
import { ImageChoices } from './images/ImageChoices';
import { jenkinsExtensionPoint } from './jenkins/jenkinsExtensionPoint';
import { JenkinsDefinitions } from './jenkins/JenkinsDefinitions';
import { JenkinsEngine } from './jenkins/JenkinsEngine';
import { JenkinsInstance } from './jenkins/JenkinsInstance';
import { readJenkinsConfig } from './jenkins/readJenkinsConfig';
import type { JenkinsConfigInput } from './jenkins/readJenkinsConfig';
import { runOperations } from './operations/runOperations';
import { createPromotions } from './promotion/createPromotions';
import { sendApprovalMails } from './promotion/mail/sendApprovalMails';
import { promotionOperationDefinitions } from './promotion/operations/promotionOperationDefinitions';
import { OutcomeReader } from './outcomes/OutcomeReader';
import { Presets } from './presets/Presets';
import { createRouter } from './router';
import { readRegistries } from './registry/readRegistries';
import type { RegistryConfigInput } from './registry/readRegistries';
import { Registries } from './registry/Registries';
import { registriesExtensionPoint } from './registry/registriesExtensionPoint';
import { RunReader } from './runs/RunReader';
import { createTriggers } from './triggers/createTriggers';
import { openWaiting } from './waiting/openWaiting';
import { TektonDefinitions } from './tekton/TektonDefinitions';
import { TektonEngine } from './tekton/TektonEngine';

/** `/api/pipelines`: runs and definitions of pipelines, as the person who asks. */
export const pipelinesPlugin = createBackendPlugin({
  pluginId: 'pipelines',
  register(env) {
    const added = addedByModules(env);
    env.registerInit({
      deps: {
        ...operationServices,
        portalReader: portalReaderRef,
        accounts: serviceAccountsRef,
        auditor: coreServices.auditor,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        rootLifecycle: coreServices.rootLifecycle,
        catalog: catalogServiceRef,
      },
      async init({ httpRouter, httpAuth, rootLifecycle, catalog, ...services }) {
        const { config, kube, logger, permissions, userInfo } = services;
        const shutdown = new AbortController();
        rootLifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const ending = { clock: systemClock, shutdown: shutdown.signal };
        const { readRun } = pipelinePermissions;
        const { overrideFreeze } = promotionPermissions;
        services.permissionsRegistry.addPermissions([readRun, overrideFreeze]);
        const clusters = kube.clusters().map(({ name }) => name);
        const instances = readJenkinsConfig(config, { extra: added.jenkins, clusters }).map(
          each => new JenkinsInstance({ config: each, clock: systemClock }),
        );
        rootLifecycle.addShutdownHook(async () => {
          await Promise.all(instances.map(instance => instance.close()));
        });
        const jenkins = new JenkinsEngine({ instances, clock: systemClock });
        const kept = await openHistory({ ...services, ...ending, reader: services.portalReader });
        const { history, record } = kept;
        rootLifecycle.addShutdownHook(kept.close);
        const engine = new TektonEngine({ kube, clock: systemClock });
        const runs = new RunReader({ engines: [jenkins, engine], history, clock: systemClock });
        const definitions = new AllDefinitions([
          new JenkinsDefinitions({ engine: jenkins }),
          new TektonDefinitions({ kube, engine }),
        ]);
        const presets = new Presets({ store: kept.presets, definitions });
        const { rules, waiting, engines } = openWaiting({ ...services, jenkins, tekton: engine });
        const registries = new Registries({
          configs: readRegistries(config, added.registries),
          ...ending,
        });
        const deps = { ...services, ...ending, runs, registries, catalog };
        const promotions = await createPromotions(deps);
        rootLifecycle.addShutdownHook(() => promotions.evidence.close());
        rootLifecycle.addShutdownHook(() => promotions.metrics.close());
        rootLifecycle.addShutdownHook(() => promotions.closeForge());
        const operations = await Operations.create({
          ...services,
          ...ending,
          definitions: [
            ...runOperations({ jenkins, history, rules, presets }),
            ...promotionOperationDefinitions(promotions),
          ],
        });
        rootLifecycle.addShutdownHook(() => operations.idle());
        const mail = { ...services, ...ending, promotions, engines, catalog };
        const mailing = sendApprovalMails(mail);
        const recording = record();
        rootLifecycle.addShutdownHook(() => Promise.all([recording, mailing]).then(() => {}));
        httpRouter.use(
          createRouter({
            ...{ runs, promotions, waiting },
            ...(await createTriggers({ ...services, ...ending, store: kept.deliveries })),
            ...{ definitions, presets, images: new ImageChoices({ registries, ...ending }) },
            ...{ outcomes: new OutcomeReader({ history, jenkins }), jobs: { httpAuth, jenkins } },
            ...{ operations, permissions, logger, ...ending },
            callerOf: callerReader({ httpAuth, userInfo }),
          }),
        );
        // Git servers have no Backstage credentials; each delivery is proven by its signature.
        httpRouter.addAuthPolicy({ path: '/hooks', allow: 'unauthenticated' });
      },
    });
  },
});

/** What the sandbox adds to the configuration. */
function addedByModules(env: BackendPluginRegistrationPoints) {
  const jenkins: JenkinsConfigInput[] = [];
  const registries: RegistryConfigInput[] = [];
  env.registerExtensionPoint(jenkinsExtensionPoint, {
    addInstance: instance => jenkins.push(instance),
  });
  env.registerExtensionPoint(registriesExtensionPoint, {
    addRegistry: registry => registries.push(registry),
  });
  return { jenkins, registries };
}
