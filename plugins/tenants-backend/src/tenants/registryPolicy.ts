import type { TenantSpec } from '@kubemate/plugin-tenants-common';
import type { DesiredObject } from './desiredObjects';
import { MANAGED_LABEL, MANAGER, TENANT_LABEL } from './kinds';

const API = 'admissionregistration.k8s.io/v1';

/** Refuses pods of the tenant whose images come from elsewhere, and debug containers. The API server itself does it; no webhook is needed. */
export function registryPolicy({ name, registries }: TenantSpec): DesiredObject[] {
  const policy = `kubemate-registries-${name}`;
  const labels = { [MANAGED_LABEL]: MANAGER, [TENANT_LABEL]: name };
  const list = `[${registries
    .flatMap(beginnings)
    .map(text => `'${text}'`)
    .join(', ')}]`;
  const fits = (containers: string) =>
    `!has(object.spec.${containers}) || object.spec.${containers}.all(c, ${list}.exists(r, c.image.startsWith(r)))`;
  return [
    {
      apiVersion: API,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: policy, labels },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['pods', 'pods/ephemeralcontainers'],
            },
          ],
        },
        validations: ['containers', 'initContainers', 'ephemeralContainers'].map(containers => ({
          expression: fits(containers),
          message: `Images of tenant ${name} must come from ${registries.join(', ')}`,
        })),
      },
    },
    {
      apiVersion: API,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: policy, labels },
      spec: {
        policyName: policy,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { [TENANT_LABEL]: name } } },
      },
    },
  ];
}

/**
 * How the names of its images can go on. `registry.example/shop` is a whole part of a name: it stands for neither `registry.example/shop-copy` nor
 * a host named `registry.example.org`.
 */
function beginnings(registry: string): string[] {
  if (/[/:]$/.test(registry)) return [registry];
  const isHost = !registry.includes('/') && /[.:]/.test(registry);
  return (isHost ? ['/'] : ['/', ':', '@']).map(mark => `${registry}${mark}`);
}
