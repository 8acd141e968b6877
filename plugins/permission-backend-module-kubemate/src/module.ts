import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { systemClock } from '@kubemate/kube-node';
import { KubematePolicy } from './KubematePolicy';
import { readRoleAssignments } from './readRoleAssignments';
import { TenantRoles } from './TenantRoles';

/** Makes Kubemate's roles the policy of Backstage's permission framework. */
export const permissionModuleKubemate = createBackendModule({
  pluginId: 'permission',
  moduleId: 'kubemate',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        policy: policyExtensionPoint,
      },
      async init({ auth, config, discovery, logger, policy }) {
        const assignments = readRoleAssignments(config);
        const anybody = [...assignments.byRef.values()].some(roles => roles.has('platform-admin'));
        if (!anybody) {
          logger.warn(
            'Nobody is a platform admin: name a group at kubemate.roles.platform-admin, or nobody can create tenants and add clusters',
          );
        }
        const { fetch } = globalThis;
        const inTenants = new TenantRoles({ auth, discovery, logger, clock: systemClock, fetch });
        policy.setPolicy(
          new KubematePolicy({ assignments, tenantRoles: user => inTenants.of(user) }),
        );
      },
    });
  },
});
